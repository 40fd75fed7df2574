import { shortenId } from '../ui/format.ts';

/** What a part of the path opens besides itself: the things that stand beside it. */
export type Siblings = { of: 'folders' } | { of: 'spaces'; page: string } | { of: 'items'; page: string; space: string } | { of: 'groups' };

/** One part of the path in the top bar. */
export type Crumb = {
  label: string;
  href: string;
  siblings?: Siblings;
  /** An id whose title the top bar puts in its place where it is known. */ thread?: string;
};

const labels: ReadonlyMap<string, string> = new Map(Object.entries({
  home: 'Home',
  approvals: 'Approvals',
  runs: 'Runs',
  scripts: 'Scripts',
  flows: 'Flows',
  agents: 'Agents',
  chat: 'Chat',
  apps: 'Apps',
  schedules: 'Schedules',
  resources: 'Resources',
  variables: 'Variables',
  folders: 'Folders',
  people: 'People',
  groups: 'Groups',
  mcp: 'AI clients',
  slack: 'Slack',
  usage: 'AI usage',
  workers: 'Workers',
  audit: 'Audit',
}));

/** The path that the top bar shows for an address. */
export function crumbsOf(pathname: string): Crumb[] {
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts[0] === 'account') return [{ label: 'Account', href: '/account' }];
  if (parts[0] !== 'w' || parts[2] === undefined) return [];
  const base = `/w/${parts[1]}`;
  const page = parts[2];
  const pageHref = `${base}/${page}`;
  const own: Crumb = { label: labels.get(page) ?? page, href: pageHref };
  const rest = parts.slice(3);
  if (page === 'groups')
    return [
      { label: 'People', href: `${base}/people` },
      own,
      ...rest.slice(0, 1).map((name): Crumb => ({ label: name, href: `${pageHref}/${name}`, siblings: { of: 'groups' } })),
    ];
  if (page === 'folders') return [own, ...rest.slice(0, 1).map((name): Crumb => ({ label: name, href: `${pageHref}/${name}`, siblings: { of: 'folders' } }))];
  if (page === 'evaluations')
    return [
      { label: 'Agents', href: `${base}/agents` },
      { label: 'Evaluation', href: `${pageHref}/${rest[0] ?? ''}` },
    ];
  if (page === 'chat') return [own, ...rest.slice(0, 1).map((id): Crumb => ({ label: 'Conversation', href: `${pageHref}/${id}`, thread: id }))];
  if (page === 'runs' || page === 'approvals') return [own, ...rest.slice(0, 1).map((id): Crumb => ({ label: shortenId(id), href: `${pageHref}/${id}` }))];
  return [own, ...itemCrumbs(pageHref, page, rest)];
}

/** Pages whose items have an editor of their own, with what a new one is called. */
const newLabels: ReadonlyMap<string, string> = new Map(Object.entries({
  scripts: 'New script',
  flows: 'New flow',
  agents: 'New agent',
  schedules: 'New schedule',
  apps: 'New app',
}));

/** Pages whose items are their editor: viewers have another address for them. */
const editorIsPage: ReadonlySet<string> = new Set(['apps']);

/** Address of an item of a page. */
export const itemHref = (pageHref: string, page: string, path: string): string => `${pageHref}/${editorIsPage.has(page) ? 'edit/' : ''}${path}`;

function itemCrumbs(pageHref: string, page: string, rest: readonly string[]): Crumb[] {
  const newLabel = newLabels.get(page);
  const hasEditor = newLabel !== undefined;
  const isEditing = hasEditor && rest[0] === 'edit';
  const path = isEditing ? rest.slice(1) : rest;
  if (hasEditor && path[0] === 'new') return [{ label: newLabel, href: `${pageHref}/new` }];
  if (path.length < 3) return [];
  const space = `${path[0]}/${path[1]}`;
  const crumbs: Crumb[] = [
    { label: space, href: `${pageHref}?folder=${encodeURIComponent(space)}`, siblings: { of: 'spaces', page } },
    { label: path.slice(2).join('/'), href: itemHref(pageHref, page, path.join('/')), siblings: { of: 'items', page, space } },
  ];
  return isEditing && !editorIsPage.has(page) ? [...crumbs, { label: 'Edit', href: `${pageHref}/edit/${path.join('/')}` }] : crumbs;
}

/** The folder in which one stands (`f/support`), so that what is new begins there; null outside of any. */
export function spaceOf(pathname: string, search: Readonly<Record<string, string | undefined>>): string | null {
  const filter = search['folder'];
  if (filter !== undefined && /^[uf]\/[^/]+$/.test(filter)) return filter;
  const folder = /^\/w\/[^/]+\/folders\/([^/]+)/.exec(pathname)?.[1];
  if (folder !== undefined) return `f/${decodeURIComponent(folder)}`;
  return /^\/w\/[^/]+\/(?:scripts|flows|agents|apps|schedules|resources|variables)\/(?:edit\/)?([uf]\/[^/]+)\//.exec(pathname)?.[1] ?? null;
}
