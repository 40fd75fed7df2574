import { actions, type Action } from '../../backend/access/core/actions.ts';
import { readScope } from '../../backend/access/core/scope-reach.ts';

/** One line of the scope builder: an action of the API, and below which path; '' for everywhere. */
export type ScopeLine = { action: string; path: string };

const verbs: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Change',
  run: 'Run',
  cancel: 'Cancel',
  preview: 'Test code as',
  manage: 'Manage',
  create: 'Create',
  use: 'Use',
};
const nouns: Readonly<Record<string, string>> = {
  audit: 'the audit log',
  jobs: 'jobs',
  state: 'the state of scripts',
  search: 'search results',
  grants: 'access',
  mcp: 'tools through MCP',
  workspace: 'the workspace',
  slack_commands: 'bindings of Slack',
};

/** An action of the API in words: `scripts:read` is "Read scripts". */
export function wordsOfAction(action: string): string {
  const [domain = '', verb = ''] = action.split(':');
  return `${verb === '*' ? 'Everything with' : (verbs[verb] ?? verb)} ${nouns[domain] ?? domain}`;
}

/** Actions that nobody can do with a token, or that no domain of today has: not offered. */
const hidden: readonly Action[] = ['tokens:manage', 'workspaces:create', 'metrics:read'];

/** The choices of the scope builder, by domain. */
export function scopeChoices(): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const action of Object.keys(actions) as Action[]) {
    if (hidden.includes(action)) continue;
    const domain = action.split(':')[0] as string;
    groups.set(domain, [...(groups.get(domain) ?? []), { value: action, label: `${wordsOfAction(action)} · ${action}` }]);
  }
  return [...groups].map(([domain, items]) => ({ group: domain.charAt(0).toUpperCase() + domain.slice(1), items }));
}

/** A line as the scope that the API knows: `jobs:run:f/support/*`. A path that ends in `/` means everything below it. */
export function scopeOf({ action, path }: ScopeLine): string {
  const trimmed = path.trim();
  if (trimmed === '' || trimmed === '*') return action;
  const isFolder = /^[uf]\/[^/]+$/.test(trimmed);
  return `${action}:${trimmed.endsWith('/') ? `${trimmed}*` : isFolder ? `${trimmed}/*` : trimmed}`;
}

/** A scope in words: "Run jobs below f/support". */
export function wordsOfScope(scope: string): string {
  const { domain, verb, path } = readScope(scope);
  const words = wordsOfAction(`${domain}:${verb}`);
  if (path === '' || path === '*') return words;
  return path.endsWith('/*') ? `${words} below ${path.slice(0, -2)}` : `${words}: ${path}`;
}

/** Ready-made sets, for what tokens are mostly made for. */
export const presets: readonly { id: string; label: string; lines: readonly ScopeLine[] }[] = [
  {
    id: 'run',
    label: 'Run scripts and read results',
    lines: [
      { action: 'jobs:run', path: '' },
      { action: 'jobs:read', path: '' },
    ],
  },
  {
    id: 'read',
    label: 'Read everything',
    lines: [
      { action: 'scripts:read', path: '' },
      { action: 'resources:read', path: '' },
      { action: 'variables:read', path: '' },
      { action: 'jobs:read', path: '' },
      { action: 'folders:read', path: '' },
    ],
  },
  {
    id: 'mcp',
    label: 'Connect an AI client',
    lines: [{ action: 'mcp:use', path: '' }],
  },
  {
    id: 'deploy',
    label: 'Deploy scripts',
    lines: [
      { action: 'scripts:write', path: '' },
      { action: 'resources:read', path: '' },
      { action: 'folders:read', path: '' },
    ],
  },
];

/** How long a token may live. */
export const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Until it is revoked' },
] as const;

/** The moment at which a token of such a lifetime ends; null for never. */
export function expiryOf(lifetime: string, now: Date): string | null {
  const days = Number(lifetime);
  return Number.isFinite(days) ? new Date(now.getTime() + days * 86_400_000).toISOString() : null;
}
