/** A page that was visited: its address within the site. */
export type Visit = string;

const limit = 12;
const keyOf = (workspace: string): string => `millrace.recent.${workspace}`;

/** Adds a visit in front of the others, once. Lists are not remembered, only what stands in them. */
export function addVisit(visits: readonly Visit[], pathname: string): Visit[] {
  const isObject = /^\/w\/[^/]+\/(?:(?:scripts|flows|agents|schedules)\/(?!edit\/|new$)|runs\/|resources\/|variables\/|folders\/|groups\/).+/.test(pathname);
  const rest = visits.filter((visit) => visit !== pathname);
  return isObject ? [pathname, ...rest].slice(0, limit) : [...visits];
}

/** What was visited last in a workspace, the newest first. */
export function readVisits(workspace: string): Visit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((visit): visit is string => typeof visit === 'string') : [];
  } catch {
    return [];
  }
}

/** Takes a visit back: what was asked for turned out not to be there. */
export function forgetVisit(pathname: string): void {
  const workspace = pathname.split('/')[2] ?? '';
  const visits = readVisits(workspace);
  if (visits.includes(pathname))
    store(
      workspace,
      visits.filter((visit) => visit !== pathname),
    );
}

/** Remembers on this device that a page was visited. */
export function rememberVisit(workspace: string, pathname: string): void {
  store(workspace, addVisit(readVisits(workspace), pathname));
}

function store(workspace: string, visits: readonly Visit[]): void {
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(visits));
  } catch {
    // Without storage there is no memory of visits; search works all the same.
  }
}
