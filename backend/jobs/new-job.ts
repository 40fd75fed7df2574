import type { JsonObject } from '../common/json.ts';
import type { JobKind } from './jobs.contract.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import type { ImportedScript, LanguageName } from '../languages/language.ts';

/** Code of a job that runs no deployed version: a preview, or the resolving of imports. */
export type RawCode = {
  language: LanguageName;
  content: string;
  lock: string | null;
  imported: ImportedScript[];
  /** Where its imports begin, if that is not the path of the job. */
  path?: string;
};

/** A job that is about to be written: the immutable part of its row. */
export type NewJob = {
  id: string;
  workspaceId: string;
  kind: JobKind;
  path: string;
  versionId: string | null;
  raw: RawCode | null;
  args: JsonObject;
  createdBy: string;
  runAs: string;
  runAsUserId: string | null;
  triggerKind: string;
  triggerPath: string | null;
  tag: string;
  priority: number;
  parentId: string | null;
  rootId: string | null;
  traceId: string;
  settings: ScriptSettings;
  idempotencyKey: string | null;
  admissionKey: string | null;
  debounceKey: string | null;
  /** Task of the queue that is told of the end, in the transaction of the end: see `watchers.ts`. */
  watcher: string | null;
  /** Function of the script to run instead of main: a task of a workflow. */
  entry?: string | null;
  scheduledFor: Date | null;
};
