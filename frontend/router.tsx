import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { drawsApps } from '../backend/apps/core/app-addresses.ts';
import { queryClient } from './api/query-client.ts';
import { usePreferences } from './session/preferences.ts';
import { meQuery } from './session/session.api.ts';
import { chooseWorkspace } from './session/workspace.ts';
import { NotFoundPage, UnknownAddress } from './shell/NotFoundPage.tsx';
import { PageError } from './shell/PageError.tsx';
import { readSearch, writeSearch } from './ui/search-params.ts';

/** Every search parameter is text; pages read the ones that they know. */
export type Search = Record<string, string | undefined>;
const validateSearch = (search: Record<string, unknown>): Search => search as Search;

/** Pages that draw apps may load more from the web than the others. A policy comes with a document, so the way from one kind of page to the other loads anew. */
const isLoadedForApps = drawsApps(window.location.pathname);

const root = createRootRouteWithContext()({
  beforeLoad: ({ location, preload }) => {
    if (!preload && drawsApps(location.pathname) !== isLoadedForApps) throw redirect({ href: location.href, reloadDocument: true });
  },
  component: Outlet,
  notFoundComponent: UnknownAddress,
  errorComponent: PageError,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch,
  component: lazyRouteComponent(() => import('./session/SignInPage.tsx'), 'SignInPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./session/InvitationPage.tsx'), 'InvitationPage'),
});
const approve = createRoute({
  getParentRoute: () => root,
  path: '/approve/$token',
  component: lazyRouteComponent(() => import('./approvals/LinkedApprovalPage.tsx'), 'LinkedApprovalPage'),
});

const needsPerson = async ({ location }: { location: { href: string } }): Promise<void> => {
  const me = await queryClient.ensureQueryData(meQuery);
  if (!me) throw redirect({ to: '/sign-in', search: { return: location.href === '/' ? undefined : location.href } });
  if (!usePreferences.getState().isSignedIn) usePreferences.getState().adopt(me.preferences);
};

/** Everything that needs a person: without one the way leads to the sign-in page and back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: needsPerson,
  component: lazyRouteComponent(() => import('./shell/Shell.tsx'), 'Shell'),
});

const index = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    const workspace = me && chooseWorkspace(me, undefined, usePreferences.getState().preferences.workspace);
    throw workspace ? redirect({ to: '/w/$workspace/home', params: { workspace: workspace.id }, replace: true }) : redirect({ to: '/account', replace: true });
  },
});

/** `/approvals` and `/approvals/<id>` without a workspace: the current one. */
const inboxOf = async (id?: string): Promise<never> => {
  const me = await queryClient.ensureQueryData(meQuery);
  const current = me && chooseWorkspace(me, undefined, usePreferences.getState().preferences.workspace);
  if (!current) throw redirect({ to: '/account', replace: true });
  const params = { workspace: current.id };
  throw id === undefined
    ? redirect({ to: '/w/$workspace/approvals', params, replace: true })
    : redirect({ to: '/w/$workspace/approvals/$approvalId', params: { ...params, approvalId: id }, replace: true });
};
const inbox = createRoute({ getParentRoute: () => signedIn, path: '/approvals', beforeLoad: () => inboxOf() });
const inboxItem = createRoute({ getParentRoute: () => signedIn, path: '/approvals/$approvalId', beforeLoad: ({ params }) => inboxOf(params.approvalId) });

/** `/chat` and `/chat/<id>` without a workspace: the current one. */
const chatOf = async (search: Search, id?: string): Promise<never> => {
  const me = await queryClient.ensureQueryData(meQuery);
  const current = me && chooseWorkspace(me, undefined, usePreferences.getState().preferences.workspace);
  if (!current) throw redirect({ to: '/account', replace: true });
  const params = { workspace: current.id };
  throw id === undefined
    ? redirect({ to: '/w/$workspace/chat', params, search, replace: true })
    : redirect({ to: '/w/$workspace/chat/$threadId', params: { ...params, threadId: id }, replace: true });
};
const anyChat = createRoute({ getParentRoute: () => signedIn, path: '/chat', validateSearch, beforeLoad: ({ search }) => chatOf(search) });
const anyThread = createRoute({
  getParentRoute: () => signedIn,
  path: '/chat/$threadId',
  validateSearch,
  beforeLoad: ({ params, search }) => chatOf(search, params.threadId),
});

/** Where AI clients send a person; it has no rail around it, since it is about one question. */
const consent = createRoute({
  getParentRoute: () => root,
  path: '/oauth/authorize',
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/sign-in', search: { return: location.href } });
  },
  component: lazyRouteComponent(() => import('./oauth/ConsentPage.tsx'), 'ConsentPage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  validateSearch,
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
});

/** A conversation with nothing around it, for frames and windows of their own. */
const bareChat = createRoute({
  getParentRoute: () => root,
  path: '/chat-frame/$workspace/$',
  validateSearch,
  beforeLoad: needsPerson,
  component: lazyRouteComponent(() => import('./chat/EmbeddedChatPage.tsx'), 'EmbeddedChatPage'),
});

const workspace = createRoute({ getParentRoute: () => signedIn, path: '/w/$workspace', component: Outlet });
const workspaceIndex = createRoute({
  getParentRoute: () => workspace,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspace/home', params, replace: true });
  },
});

const inWorkspace = { getParentRoute: () => workspace, validateSearch } as const;

const home = createRoute({ ...inWorkspace, path: '/home', component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage') });

// The list is an index route: beside `/scripts/$` a plain `/scripts` would lose to the splat, which also matches nothing.
const scripts = createRoute({ ...inWorkspace, path: '/scripts', component: Outlet });
const scriptsIndex = createRoute({
  getParentRoute: () => scripts,
  path: '/',
  component: lazyRouteComponent(() => import('./scripts/ScriptsPage.tsx'), 'ScriptsPage'),
});
const scriptNew = createRoute({
  getParentRoute: () => scripts,
  path: '/new',
  component: lazyRouteComponent(() => import('./scripts/ScriptEditorPage.tsx'), 'ScriptEditorPage'),
});
const scriptEdit = createRoute({
  getParentRoute: () => scripts,
  path: '/edit/$',
  component: lazyRouteComponent(() => import('./scripts/ScriptEditorPage.tsx'), 'ScriptEditorPage'),
});
const script = createRoute({
  getParentRoute: () => scripts,
  path: '/$',
  component: lazyRouteComponent(() => import('./scripts/ScriptPage.tsx'), 'ScriptPage'),
});

const gallery = createRoute({ ...inWorkspace, path: '/gallery', component: lazyRouteComponent(() => import('./apps/gallery/GalleryPage.tsx'), 'GalleryPage') });
const apps = createRoute({ ...inWorkspace, path: '/apps', component: Outlet });
const appsIndex = createRoute({
  getParentRoute: () => apps,
  path: '/',
  component: lazyRouteComponent(() => import('./apps/AppsPage.tsx'), 'AppsPage'),
});
/** A released app has a page of its own, outside of the shell. */
const appOpen = createRoute({
  getParentRoute: () => apps,
  path: '/$',
  beforeLoad: ({ params }) => {
    throw redirect({ href: `/a/${params.workspace}/${params._splat ?? ''}`, reloadDocument: true, replace: true });
  },
});
const appEdit = createRoute({
  getParentRoute: () => apps,
  path: '/edit/$',
  component: lazyRouteComponent(() => import('./apps/builder/AppBuilderPage.tsx'), 'AppBuilderPage'),
});

const flows = createRoute({ ...inWorkspace, path: '/flows', component: Outlet });
const flowsIndex = createRoute({
  getParentRoute: () => flows,
  path: '/',
  component: lazyRouteComponent(() => import('./flows/FlowsPage.tsx'), 'FlowsPage'),
});
const flowNew = createRoute({
  getParentRoute: () => flows,
  path: '/new',
  component: lazyRouteComponent(() => import('./flows/FlowEditorPage.tsx'), 'FlowEditorPage'),
});
const flowEdit = createRoute({
  getParentRoute: () => flows,
  path: '/edit/$',
  component: lazyRouteComponent(() => import('./flows/FlowEditorPage.tsx'), 'FlowEditorPage'),
});
const flow = createRoute({
  getParentRoute: () => flows,
  path: '/$',
  component: lazyRouteComponent(() => import('./flows/FlowPage.tsx'), 'FlowPage'),
});

const agents = createRoute({ ...inWorkspace, path: '/agents', component: Outlet });
const agentsIndex = createRoute({
  getParentRoute: () => agents,
  path: '/',
  component: lazyRouteComponent(() => import('./agents/AgentsPage.tsx'), 'AgentsPage'),
});
const agentNew = createRoute({
  getParentRoute: () => agents,
  path: '/new',
  component: lazyRouteComponent(() => import('./agents/AgentEditorPage.tsx'), 'AgentEditorPage'),
});
const agentEdit = createRoute({
  getParentRoute: () => agents,
  path: '/edit/$',
  component: lazyRouteComponent(() => import('./agents/AgentEditorPage.tsx'), 'AgentEditorPage'),
});
const agent = createRoute({
  getParentRoute: () => agents,
  path: '/$',
  component: lazyRouteComponent(() => import('./agents/AgentPage.tsx'), 'AgentPage'),
});

// The list of conversations stays on the page while one of them is open.
const chat = createRoute({ ...inWorkspace, path: '/chat', component: lazyRouteComponent(() => import('./chat/ChatPage.tsx'), 'ChatPage') });
const chatIndex = createRoute({ getParentRoute: () => chat, path: '/' });
const chatThread = createRoute({ getParentRoute: () => chat, path: '$threadId' });

const schedules = createRoute({ ...inWorkspace, path: '/schedules', component: Outlet });
const schedulesIndex = createRoute({
  getParentRoute: () => schedules,
  path: '/',
  component: lazyRouteComponent(() => import('./schedules/SchedulesPage.tsx'), 'SchedulesPage'),
});
const scheduleNew = createRoute({
  getParentRoute: () => schedules,
  path: '/new',
  component: lazyRouteComponent(() => import('./schedules/editor/ScheduleEditorPage.tsx'), 'ScheduleEditorPage'),
});
const scheduleEdit = createRoute({
  getParentRoute: () => schedules,
  path: '/edit/$',
  component: lazyRouteComponent(() => import('./schedules/editor/ScheduleEditorPage.tsx'), 'ScheduleEditorPage'),
});
const schedule = createRoute({
  getParentRoute: () => schedules,
  path: '/$',
  component: lazyRouteComponent(() => import('./schedules/SchedulePage.tsx'), 'SchedulePage'),
});

const evaluation = createRoute({
  ...inWorkspace,
  path: '/evaluations/$evaluationId',
  component: lazyRouteComponent(() => import('./evaluations/EvaluationPage.tsx'), 'EvaluationPage'),
});

const runs = createRoute({ ...inWorkspace, path: '/runs', component: lazyRouteComponent(() => import('./runs/RunsPage.tsx'), 'RunsPage') });
const run = createRoute({ ...inWorkspace, path: '/runs/$jobId', component: lazyRouteComponent(() => import('./runs/RunPage.tsx'), 'RunPage') });

// The list stays on the page while one item of it is open, so the item is a child without a component of its own.
const approvals = createRoute({
  ...inWorkspace,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./approvals/ApprovalsPage.tsx'), 'ApprovalsPage'),
});
const approvalsIndex = createRoute({ getParentRoute: () => approvals, path: '/' });
const approval = createRoute({ getParentRoute: () => approvals, path: '$approvalId' });
const resources = createRoute({
  ...inWorkspace,
  path: '/resources',
  component: lazyRouteComponent(() => import('./resources/ResourcesPage.tsx'), 'ResourcesPage'),
});
const resourcesIndex = createRoute({ getParentRoute: () => resources, path: '/' });
const resource = createRoute({ getParentRoute: () => resources, path: '$' });
const variables = createRoute({
  ...inWorkspace,
  path: '/variables',
  component: lazyRouteComponent(() => import('./variables/VariablesPage.tsx'), 'VariablesPage'),
});
const variablesIndex = createRoute({ getParentRoute: () => variables, path: '/' });
const variable = createRoute({ getParentRoute: () => variables, path: '$' });

const folders = createRoute({ ...inWorkspace, path: '/folders', component: lazyRouteComponent(() => import('./folders/FoldersPage.tsx'), 'FoldersPage') });
const folder = createRoute({ ...inWorkspace, path: '/folders/$folder', component: lazyRouteComponent(() => import('./folders/FolderPage.tsx'), 'FolderPage') });
const people = createRoute({ ...inWorkspace, path: '/people', component: lazyRouteComponent(() => import('./people/PeoplePage.tsx'), 'PeoplePage') });
const groups = createRoute({ ...inWorkspace, path: '/groups', component: lazyRouteComponent(() => import('./people/GroupsPage.tsx'), 'GroupsPage') });
const group = createRoute({ ...inWorkspace, path: '/groups/$group', component: lazyRouteComponent(() => import('./people/GroupPage.tsx'), 'GroupPage') });
const mcp = createRoute({ ...inWorkspace, path: '/mcp', component: lazyRouteComponent(() => import('./mcp/McpPage.tsx'), 'McpPage') });
const slack = createRoute({ ...inWorkspace, path: '/slack', component: lazyRouteComponent(() => import('./slack/SlackPage.tsx'), 'SlackPage') });
const workers = createRoute({ ...inWorkspace, path: '/workers', component: lazyRouteComponent(() => import('./workers/WorkersPage.tsx'), 'WorkersPage') });
const usage = createRoute({ ...inWorkspace, path: '/usage', component: lazyRouteComponent(() => import('./usage/UsagePage.tsx'), 'UsagePage') });
const audit = createRoute({ ...inWorkspace, path: '/audit', component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage') });

const routeTree = root.addChildren([
  signIn,
  invitation,
  approve,
  consent,
  bareChat,
  signedIn.addChildren([
    index,
    inbox,
    inboxItem,
    anyChat,
    anyThread,
    account,
    workspace.addChildren([
      workspaceIndex,
      home,
      scripts.addChildren([scriptsIndex, scriptNew, scriptEdit, script]),
      gallery,
      apps.addChildren([appsIndex, appEdit, appOpen]),
      flows.addChildren([flowsIndex, flowNew, flowEdit, flow]),
      agents.addChildren([agentsIndex, agentNew, agentEdit, agent]),
      chat.addChildren([chatIndex, chatThread]),
      schedules.addChildren([schedulesIndex, scheduleNew, scheduleEdit, schedule]),
      evaluation,
      runs,
      run,
      approvals.addChildren([approvalsIndex, approval]),
      resources.addChildren([resourcesIndex, resource]),
      variables.addChildren([variablesIndex, variable]),
      folders,
      folder,
      people,
      groups,
      group,
      mcp,
      slack,
      workers,
      usage,
      audit,
    ]),
  ]),
]);

/** The router of the interface. Pages are loaded when they are first visited, and ahead of that when a link is pointed at. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: PageError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
