/** An action of the log as words: `script.deployed` is "Script deployed", `user.password_changed` "User password changed". What people call a run is a job there. */
export function wordsOfAction(action: string): string {
  return capitalise(
    action
      .replace(/^job\./, 'run.')
      .replace('.', ' ')
      .replaceAll('_', ' '),
  );
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const capitalise = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Through what something was done, in a word or two. */
export function wordsOfCause(cause: Readonly<Record<string, unknown>>): string {
  const [kind, id] = Object.entries(cause)[0] ?? [];
  if (kind === undefined) return 'Millrace itself';
  const names: Readonly<Record<string, string>> = { session: 'Session', token: 'Token', job: 'Run', schedule: 'Schedule' };
  // What Millrace does by itself has a name in place of an id: "first start".
  if (typeof id === 'string' && !uuid.test(id)) return capitalise(id);
  const short = typeof id === 'string' ? ` ${id.slice(-8)}` : '';
  return `${names[kind] ?? kind}${kind === 'session' ? '' : short}`;
}

const pages: Readonly<Record<string, string>> = {
  script: 'scripts',
  flow: 'flows',
  app: 'apps',
  resource: 'resources',
  variable: 'variables',
  schedule: 'schedules',
  folder: 'folders',
  group: 'groups',
  job: 'runs',
};

/** Where the object of an event is now; null for what has no page. */
export function hrefOfObject(workspace: string, kind: string, path: string): string | null {
  if (kind === 'member') return `/w/${workspace}/people?search=${encodeURIComponent(path)}`;
  return pages[kind] === undefined || path === '' ? null : `/w/${workspace}/${pages[kind]}/${path}`;
}

/** Actions that are offered as filter; any other can be typed into the address. */
export const knownActions = [
  'app.archived',
  'app.deleted',
  'app.deployed',
  'app.renamed',
  'app.restored',
  'app.rolled_back',
  'events.exported',
  'flow.archived',
  'flow.deleted',
  'flow.deployed',
  'flow.renamed',
  'flow.restored',
  'folder.created',
  'folder.deleted',
  'folder.updated',
  'grant.removed',
  'grant.set',
  'group.created',
  'group.deleted',
  'group.updated',
  'invitation.created',
  'invitation.revoked',
  'job.cancelled',
  'member.expected',
  'member.joined',
  'member.removed',
  'member.updated',
  'resource.created',
  'resource.deleted',
  'resource.revealed',
  'resource.updated',
  'schedule.backfilled',
  'schedule.created',
  'schedule.deleted',
  'schedule.failing',
  'schedule.recovered',
  'schedule.updated',
  'script.archived',
  'script.deleted',
  'script.deployed',
  'script.relocked',
  'script.renamed',
  'script.restored',
  'session.ended',
  'session.started',
  'token.created',
  'token.revoked',
  'variable.created',
  'variable.deleted',
  'variable.revealed',
  'variable.updated',
  'workspace.created',
  'workspace.imported',
  'workspace.updated',
] as const;
