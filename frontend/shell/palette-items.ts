import type { z } from 'zod';
import type { SearchHit as SearchHitSchema } from '../../backend/search/search.contract.ts';

/** One find of the search over everything. */
export type SearchHit = z.infer<typeof SearchHitSchema>;

/** How well a text answers what was typed: 0 for not at all. Every word must occur; beginnings of words count more. */
export function scoreOf(text: string, query: string): number {
  const haystack = text.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  let score = 1;
  for (const word of words) {
    const at = haystack.indexOf(word);
    if (at < 0) return 0;
    const isBeginning = at === 0 || /[\s/_.-]/.test(haystack[at - 1] as string);
    score += (isBeginning ? 2 : 1) + (at === 0 ? 1 : 0);
  }
  return score;
}

/** What answers best comes first; equals keep their order. */
export function rank<Item>(items: readonly Item[], query: string, textOf: (item: Item) => string): Item[] {
  if (query.trim() === '') return [...items];
  return items
    .map((item) => ({ item, score: scoreOf(textOf(item), query) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

/** Where a find leads. */
export function hrefOfHit(workspace: string, { kind, path }: Pick<SearchHit, 'kind' | 'path'>): string {
  const base = `/w/${workspace}`;
  switch (kind) {
    case 'script':
      return `${base}/scripts/${path}`;
    case 'flow':
      return `${base}/flows/${path}`;
    case 'agent':
      return `${base}/agents/${path}`;
    case 'app':
      return `${base}/apps/${path}`;
    case 'resource':
      return `${base}/resources/${path}`;
    case 'variable':
      return `${base}/variables/${path}`;
    case 'schedule':
      return `${base}/schedules/${path}`;
    case 'folder':
      return `${base}/folders/${path}`;
    case 'member':
      return `${base}/people?search=${encodeURIComponent(path)}`;
    case 'group':
      return `${base}/groups/${path}`;
    case 'job':
      return `${base}/runs/${path}`;
  }
}

/** A visited address as a find: what it is and how it is called; null for one that is none of ours. */
export function describeVisit(pathname: string): { kind: string; title: string } | null {
  const match = /^\/w\/[^/]+\/(scripts|flows|agents|apps|runs|schedules|resources|variables|folders|groups)\/(.+)$/.exec(pathname);
  if (!match) return null;
  const kinds: Readonly<Record<string, string>> = {
    scripts: 'script',
    flows: 'flow',
    agents: 'agent',
    apps: 'app',
    runs: 'job',
    schedules: 'schedule',
    resources: 'resource',
    variables: 'variable',
    folders: 'folder',
    groups: 'group',
  };
  return { kind: kinds[match[1] as string] as string, title: decodeURIComponent(match[2] as string) };
}
