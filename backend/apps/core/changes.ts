import type { AppDocument, AppNode, GuestFileLimits } from '../app.contract.ts';
import { guestFileRules, ruleWords } from './file-rules.ts';
import type { PolicyEntry } from './policy.ts';
import { walk, type Located } from './tree.ts';

/** One difference between two states of an app, in words that a reviewer can judge. `rights`: what viewers may do changes. */
export type AppChange = {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved' | 'rights';
  readonly subject: string;
  readonly text: string;
};

/** A state of an app: its document, and what a release of it would allow. */
export type AppState = { readonly document: AppDocument; readonly policy: readonly PolicyEntry[] };

/** What is different, with what viewers may do first. The words name things as the author does. */
export function appChanges(before: AppState | null, after: AppState): AppChange[] {
  const old = before?.document;
  return [
    ...policyChanges(before?.policy ?? [], after.policy),
    ...fileChanges(old, after.document),
    ...frameChanges(old, after.document),
    ...audienceChanges(old, after.document),
    ...listChanges('page', old?.pages ?? [], after.document.pages, pageWords),
    ...nodeChanges(old, after.document),
    ...listChanges('action', old?.actions ?? [], after.document.actions, actionWords),
    ...listChanges('variable', old?.variables ?? [], after.document.variables, () => []),
    ...textChanges(old, after.document),
    ...(old && !same(old.theme, after.document.theme) ? [{ kind: 'changed' as const, subject: 'theme', text: 'The theme is different' }] : []),
  ];
}

function policyChanges(before: readonly PolicyEntry[], after: readonly PolicyEntry[]): AppChange[] {
  const old = new Map(before.filter(isCallable).map((entry) => [entry.action, entry]));
  const now = after.filter(isCallable);
  const changes = now.flatMap((entry) => entryChanges(old.get(entry.action), entry));
  const gone = [...old.keys()].filter((action) => !now.some((entry) => entry.action === action));
  return [...changes, ...gone.map((action) => ({ kind: 'rights' as const, subject: action, text: 'Viewers may no longer run it' }))];
}

/** Texts by language, counted: each of them in words would be longer than what it changes. */
function textChanges(before: AppDocument | undefined, after: AppDocument): AppChange[] {
  const [old, now] = [before?.strings ?? {}, after.strings ?? {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((language): AppChange[] => {
    const [texts, next] = [old[language], now[language]];
    if (texts === undefined) return [{ kind: 'added', subject: language, text: `New language with ${Object.keys(next ?? {}).length} texts` }];
    if (next === undefined) return [{ kind: 'removed', subject: language, text: 'The language is gone' }];
    const changed = [...new Set([...Object.keys(texts), ...Object.keys(next)])].filter((key) => texts[key] !== next[key]);
    return changed.length === 0
      ? []
      : [
          {
            kind: 'changed',
            subject: language,
            text: `Other texts: ${names(changed.slice(0, 5))}${changed.length > 5 ? ` and ${changed.length - 5} more` : ''}`,
          },
        ];
  });
}

const isCallable = ({ pages }: PolicyEntry): boolean => pages.length > 0;
/** What runs, and in which state: by its version, or by the hash of code that stands in the app. */
function target({ path, version, code }: PolicyEntry): string {
  if (code) return `its own code ${code.language}@${code.hash.slice(0, 8)}`;
  return version === null ? path : `${path}@${version}`;
}

function entryChanges(before: PolicyEntry | undefined, after: PolicyEntry): AppChange[] {
  const change = (text: string): AppChange => ({ kind: 'rights', subject: after.action, text });
  const asWhom = (entry: PolicyEntry): string => (entry.run_as === 'author' ? ' as its author' : '');
  if (!before)
    return [
      change(
        `${after.is_public ? 'Anybody, also without an account,' : 'Viewers'} may run ${target(after)}${asWhom(after)}${after.open.length > 0 ? `, and choose ${names(after.open.map(({ name }) => name))}` : ''}`,
      ),
    ];
  const changes: AppChange[] = [];
  if (target(before) !== target(after)) changes.push(change(`Runs ${target(after)} instead of ${target(before)}`));
  if (before.run_as !== after.run_as)
    changes.push(change(after.run_as === 'author' ? 'Runs as its author instead of as the viewer' : 'Runs as the viewer instead of as its author'));
  if (before.is_public !== after.is_public)
    changes.push(change(after.is_public ? 'People without an account may run it' : 'People without an account may no longer run it'));
  const opened = after.open.filter(({ name }) => !before.open.some((open) => open.name === name)).map(({ name }) => name);
  const closed = before.open.filter(({ name }) => !after.open.some((open) => open.name === name)).map(({ name }) => name);
  if (opened.length > 0) changes.push(change(`Viewers may now choose ${names(opened)}`));
  if (closed.length > 0) changes.push(change(`Viewers may no longer choose ${names(closed)}`));
  for (const [name, value] of Object.entries(after.fixed)) {
    if (Object.hasOwn(before.fixed, name) && !same(before.fixed[name], value))
      changes.push(change(`\`${name}\` is ${short(value)} instead of ${short(before.fixed[name])}`));
  }
  return changes;
}

/** What viewers may upload is a right like what they may run. */
function fileChanges(before: AppDocument | undefined, after: AppDocument): AppChange[] {
  const old = new Map((before ? guestFileRules(before) : []).map((rule) => [rule.component, ruleWords(rule)]));
  const rules = guestFileRules(after);
  const changes = rules
    .filter((rule) => old.get(rule.component) !== ruleWords(rule))
    .map((rule): AppChange => ({ kind: 'rights', subject: rule.component, text: ruleWords(rule) }));
  const gone = [...old.keys()].filter((component) => !rules.some((rule) => rule.component === component));
  return [...changes, ...gone.map((component): AppChange => ({ kind: 'rights', subject: component, text: 'Viewers may no longer upload files' }))];
}

/** Whom components of the author may reach with what they are given. */
function frameChanges(before: AppDocument | undefined, after: AppDocument): AppChange[] {
  const old = before ? frameOrigins(before) : new Map<string, string>();
  return [...frameOrigins(after)].flatMap(([component, origins]): AppChange[] => {
    if ((old.get(component) ?? '') === origins) return [];
    return [{ kind: 'rights', subject: component, text: origins === '' ? 'Its code may no longer reach any server' : `Its code may reach ${origins}` }];
  });
}

function frameOrigins(document: AppDocument): Map<string, string> {
  const found = new Map<string, string>();
  for (const { node } of walk(document)) {
    if (node.type !== 'custom') continue;
    const { origins } = (node.props['manifest'] ?? {}) as { origins?: unknown };
    found.set(node.id, Array.isArray(origins) ? origins.map(String).join(', ') : '');
  }
  return found;
}

function audienceChanges(before: AppDocument | undefined, { audience }: AppDocument): AppChange[] {
  const change = (text: string): AppChange => ({ kind: 'rights', subject: 'audience', text });
  const { anonymous, embed, ...members } = audience;
  const { anonymous: anonymousBefore, embed: embedBefore, ...membersBefore } = before?.audience ?? { kind: 'members', groups: [] };
  const changes: AppChange[] = [];
  if (!same(membersBefore, members))
    changes.push(change(`It can be opened by ${members.kind === 'members' ? 'who may read its folder' : names(members.groups) || 'nobody'}`));
  if (anonymousBefore && !anonymous) changes.push(change('People without an account can no longer open it'));
  else if (anonymous && !same(anonymousBefore, anonymous))
    changes.push(
      change(
        `It can be opened by anybody who has the address, without an account: ${anonymous.runs_per_address} runs a minute from one address, ${anonymous.runs_per_minute} in all, ${anonymous.runs_per_day} a day${filesOf(anonymous.files)}`,
      ),
    );
  if (embedBefore && !embed) changes.push(change('No other site can show it any more'));
  else if (embed && !same(embedBefore, embed))
    changes.push(change(`It can be shown within pages of ${names(embed.origins)}, to people whom these sites vouch for${filesOf(embed.files)}`));
  return changes;
}

/** What people without an account may upload, as the end of a sentence. */
const filesOf = (files: GuestFileLimits | undefined): string =>
  files === undefined
    ? ''
    : `; where a page asks for files they may upload some, of ${files.max_mb} MB each: ${files.files_per_address} a day from one address, ${files.mb_per_day} MB a day in all`;

function listChanges<Item extends { id: string }>(
  noun: string,
  before: readonly Item[],
  after: readonly Item[],
  words: (before: Item, after: Item) => string[],
): AppChange[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const changes: AppChange[] = after.flatMap((item): AppChange[] => {
    const previous = old.get(item.id);
    if (!previous) return [{ kind: 'added', subject: item.id, text: `New ${noun}` }];
    if (same(withoutBody(previous), withoutBody(item))) return [];
    const text = words(previous, item).join('; ') || `The ${noun} is different`;
    return [{ kind: 'changed', subject: item.id, text }];
  });
  const gone = before.filter(({ id }) => !after.some((item) => item.id === id));
  return [...changes, ...gone.map(({ id }): AppChange => ({ kind: 'removed', subject: id, text: `The ${noun} is gone` }))];
}

const withoutBody = (item: object): object => Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'body'));

const pageWords = (before: AppDocument['pages'][number], after: AppDocument['pages'][number]): string[] =>
  same(before.visible_to, after.visible_to) ? [] : [`It can be seen by ${after.visible_to ? names(after.visible_to) || 'nobody' : 'all viewers'}`];

const actionWords = (before: AppDocument['actions'][number], after: AppDocument['actions'][number]): string[] => [
  ...(before.trigger === after.trigger
    ? []
    : [`It runs ${{ manual: 'by an event', on_load: 'when the app opens', on_change: 'when what it reads changes' }[after.trigger]}`]),
  ...(same(before.args, after.args) ? [] : ['Its arguments are different']),
  ...(same(before.confirm, after.confirm) ? [] : [after.confirm ? 'It asks before it runs' : 'It no longer asks before it runs']),
];

function nodeChanges(before: AppDocument | undefined, after: AppDocument): AppChange[] {
  const old = new Map<string, Located>(before ? [...walk(before)].map((located) => [located.node.id, located]) : []);
  const changes: AppChange[] = [];
  const seen = new Set<string>();
  for (const located of walk(after)) {
    const { node } = located;
    seen.add(node.id);
    const previous = old.get(node.id);
    if (!previous) changes.push({ kind: 'added', subject: node.id, text: `New ${node.type.replaceAll('_', ' ')}` });
    else changes.push(...ownChanges(previous.node, node), ...moves(previous, located));
  }
  for (const [id, { node }] of old) if (!seen.has(id)) changes.push({ kind: 'removed', subject: id, text: `The ${node.type.replaceAll('_', ' ')} is gone` });
  return changes;
}

function ownChanges(before: AppNode, after: AppNode): AppChange[] {
  const keys = (left: object = {}, right: object = {}): string[] => [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const props = keys(before.props, after.props).filter((name) => !same(before.props[name], after.props[name]));
  const events = keys(before.on, after.on).filter((name) => !same(before.on?.[name], after.on?.[name]));
  const words = [
    ...props.map((name) => `${name}: ${short(before.props[name])} → ${short(after.props[name])}`),
    ...events.map((name) => `what happens on ${name} is different`),
  ];
  return words.length > 0 ? [{ kind: 'changed', subject: after.id, text: words.join('; ') }] : [];
}

const moves = (before: Located, after: Located): AppChange[] =>
  same(before.parent, after.parent) && same(before.node.layout, after.node.layout)
    ? []
    : [{ kind: 'moved', subject: after.node.id, text: same(before.parent, after.parent) ? 'Another place or size' : 'It is in another container' }];

const names = (list: readonly string[]): string => list.map((name) => `\`${name}\``).join(', ');
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'object' && value !== null && 'expr' in value ? `{${String(value.expr)}}` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
