import { lazy, Suspense, type ReactNode } from 'react';
import type { ViewHost, ViewParts } from '../../../components/view.ts';
import { addressOf, inWorkspace } from '../../api/client.ts';
import { saveFile } from '../../ui/download.ts';
import { browserPorts } from '../viewer/browser-ports.ts';
import { keptViews, rowsExports } from './kept-by-server.ts';
import { discardFile, uploadFile, type OpenApp } from './upload.ts';
import type { GuestChatDoor } from '../../chat/guest/guest-chat-door.ts';
import type { GuestChatHost } from '../parts/GuestChatPart.tsx';
import type { PageRuntime } from './page-runtime.ts';
import classes from './view-host.module.css';

const JsonTree = lazy(async () => ({ default: (await import('../../ui/JsonTree.tsx')).JsonTree }));
const CodePart = lazy(async () => ({ default: (await import('../parts/CodePart.tsx')).CodePart }));
const FormPart = lazy(async () => ({ default: (await import('../parts/FormPart.tsx')).FormPart }));
const JobPart = lazy(async () => ({ default: (await import('../parts/JobPart.tsx')).JobPart }));
const GuestChatPart = lazy(async () => ({ default: (await import('../parts/GuestChatPart.tsx')).GuestChatPart }));
const ChatPart = lazy(async () => ({ default: (await import('../parts/ChatPart.tsx')).ChatPart }));
const ApprovalsPart = lazy(async () => ({ default: (await import('../parts/ApprovalsPart.tsx')).ApprovalsPart }));

/** Parts of the product that components draw; each is loaded with the first component that needs it. */
const partsOf = (workspace: string): ViewParts => ({
  JsonTree: (props): ReactNode => (
    <Suspense fallback={null}>
      <JsonTree {...props} />
    </Suspense>
  ),
  Code: (props): ReactNode => (
    <Suspense fallback={null}>
      <CodePart {...props} />
    </Suspense>
  ),
  Form: (props): ReactNode => (
    <Suspense fallback={null}>
      <FormPart {...props} workspace={workspace} />
    </Suspense>
  ),
  Job: (props): ReactNode => (
    <Suspense fallback={null}>
      <JobPart {...props} workspace={workspace} />
    </Suspense>
  ),
  Chat: (props): ReactNode => (
    <Suspense fallback={null}>
      <ChatPart {...props} workspace={workspace} />
    </Suspense>
  ),
  Approvals: (props): ReactNode => (
    <Suspense fallback={null}>
      <ApprovalsPart {...props} workspace={workspace} />
    </Suspense>
  ),
});

const onlyMembers = 'This part of the app is for people with an account.';
const OnlyMembers = (): ReactNode => <p className={classes.onlyMembers}>{onlyMembers}</p>;

/** The same for somebody without an account: what asks the server as a member says that it is not for them. */
const guestPartsOf = (workspace: string, chat: GuestChatHost | null): ViewParts => ({
  ...partsOf(workspace),
  Job: OnlyMembers,
  Approvals: OnlyMembers,
  Chat: (props): ReactNode =>
    chat === null || props.guestAction === '' ? (
      <OnlyMembers />
    ) : (
      <Suspense fallback={null}>
        <GuestChatPart {...props} host={chat} />
      </Suspense>
    ),
});

/** What components of an open page reach of the product: the same for viewers, on the canvas and in the gallery. */
export function viewHost(
  workspace: string,
  runtime: PageRuntime,
  formOf: ViewHost['formOf'] = () => Promise.resolve(null),
  isGuest = false,
  chat: GuestChatDoor | null = null,
): ViewHost {
  const { path = '', mode, release = 0 } = (runtime.signals.get('app') ?? {}) as { path?: string; mode?: string; release?: number };
  const open = { workspace, path, release };
  const placeOf = (key: string): string => `millrace app ${workspace} ${path} ${key}`;
  const recall = (key: string): string | null => sessionStorage.getItem(placeOf(key));
  const remember = (key: string, value: string | null): void =>
    value === null ? sessionStorage.removeItem(placeOf(key)) : sessionStorage.setItem(placeOf(key), value);
  return {
    workspace,
    locale: languageOfBrowser(),
    parts: isGuest ? guestPartsOf(workspace, chat && { door: chat, version: release, recall, remember }) : partsOf(workspace),
    formOf,
    recall,
    remember,
    run: (action, args = {}) => runtime.runAction(action, args, {}, 'a component asked for it'),
    actionState: (action) => runtime.actionState(action),
    ...(mode === 'live' && !isGuest ? { views: keptViews(open), exports: rowsExports(open, (action) => runtime.argumentsOf(action)) } : {}),
    pages: runtime.pagesInNavigation(),
    page: runtime.page,
    go: (page, params = {}) => runtime.go(page, params),
    upload: (component, file, onProgress, signal) =>
      uploadFile({ workspace, app: (runtime.signals.get('app') ?? {}) as OpenApp, component, file, onProgress, signal }, isGuest),
    discard: (id) => discardFile(workspace, id, isGuest),
    // What somebody without an account gave is for the runs of the app, and read by nobody through the page.
    fileAddress: (id, isShown = false) => (isGuest ? null : addressOf(inWorkspace(workspace, `/app_files/${id}`), isShown ? { inline: true } : {})),
    downloadFile: (id, name) => saveFrom(addressOf(inWorkspace(workspace, `/app_files/${id}`)), name),
    toast: (message, tone = 'info') => browserPorts.toast(message, tone),
    download: (name, content, type) => (typeof content === 'string' ? saveFile(name, content, type ?? 'text/plain') : saveBlob(name, content)),
  };
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  saveFrom(url, name);
  URL.revokeObjectURL(url);
}

const saveFrom = (href: string, download: string): void => Object.assign(document.createElement('a'), { href, download }).click();

/** Some systems report what is no language tag, which the formats of the browser refuse. */
function languageOfBrowser(): string {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
