import type { JsonObject } from '../../backend/common/json.ts';
import { formatPlural } from '../ui/format.ts';

/** What runs, has versions, and is called in the same ways. */
export type RunnableKind = 'script' | 'flow' | 'agent';

/** All kinds, in the order in which they are offered. */
export const runnableKinds: readonly RunnableKind[] = ['script', 'flow', 'agent'];

/** The kind that an address names; a script where it names none. */
export const kindOfAddress = (text: string | undefined): RunnableKind => runnableKinds.find((kind) => kind === text) ?? 'script';

/** Which one is meant. Places that bind to some kinds only say so. */
export type RunnableTarget<Kind extends RunnableKind = RunnableKind> = { kind: Kind; path: string };

/** What the parts of a page that every kind shares need to know. */
export type Runnable = {
  kind: RunnableKind;
  path: string;
  summary: string;
  description: string;
  /** Of the arguments. */
  schema: JsonObject;
  version: number;
  /** A library of code is deployed like a script and cannot be run. */
  isRunnable: boolean;
  /** Runs need an approval of others: the person may only ask for one. */
  hasToAsk: boolean;
};

/** A version of any of them, as lists show it. */
export type RunnableVersionRow = { version: number; hash: string; message: string; created_by: string; created_at: string; is_current: boolean };

/** The letter of a kind in the addresses of the run endpoints. */
export const endpointLetters: Readonly<Record<RunnableKind, string>> = { script: 'p', flow: 'f', agent: 'a' };

/** Addresses of the pages of a kind, for the router. */
export const pages = {
  script: { list: '/w/$workspace/scripts', one: '/w/$workspace/scripts/$' },
  flow: { list: '/w/$workspace/flows', one: '/w/$workspace/flows/$' },
  agent: { list: '/w/$workspace/agents', one: '/w/$workspace/agents/$' },
} as const;

/** Where a runnable is edited. */
export const editAddress = (workspace: string, kind: RunnableKind, path: string): string => `/w/${workspace}/${kind}s/edit/${path}`;

/** Where a new one is written; the folder in which one stands is filled in. */
export const newAddress = (workspace: string, kind: RunnableKind, folder?: string): string =>
  `/w/${workspace}/${kind}s/new${folder === undefined ? '' : `?folder=${encodeURIComponent(folder)}`}`;

/** Where a new agent is made that has these as its tools. */
export const agentOfAddress = (workspace: string, tools: readonly RunnableTarget<RunnableKind>[]): string =>
  `/w/${workspace}/agents/new?tools=${encodeURIComponent(tools.map(({ kind, path }) => `${kind}:${path}`).join(','))}`;

/** "3 steps", "1 step". */
export const stepsInWords = (count: number): string => formatPlural(count, 'step');
