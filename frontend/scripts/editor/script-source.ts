import type { JsonObject } from '../../../backend/common/json.ts';
import type { PutScript, Script, ScriptSettings, SignatureInfo } from '../../../backend/scripts/scripts.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { canonical } from '../../runnables/editor/canonical.ts';
import type { CodeDiagnostic } from '../../ui/CodeEditor.tsx';

/** Name of a language. */
export type LanguageName = PutScript['language'];

/** What an author edits: the body of a deploy without its message. */
export type ScriptSource = { language: LanguageName; content: string; summary: string; description: string; settings: ScriptSettings };

const languageNames: readonly string[] = ['bun', 'python3', 'bash', 'postgresql'] satisfies LanguageName[];

/** What is deployed, as something to edit. */
export const sourceOf = ({ language, content, summary, description, settings }: Script): ScriptSource => ({
  language,
  content,
  summary,
  description,
  settings,
});

/** Reads a stored draft over what is deployed. A draft may be older than the product, so only what is usable counts. */
export function sourceOfDraft(draft: JsonObject, base: ScriptSource): ScriptSource {
  const text = (name: 'content' | 'summary' | 'description'): string => (typeof draft[name] === 'string' ? draft[name] : base[name]);
  const language = draft['language'];
  const settings = draft['settings'];
  return {
    language: typeof language === 'string' && languageNames.includes(language) ? (language as LanguageName) : base.language,
    content: text('content'),
    summary: text('summary'),
    description: text('description'),
    settings: typeof settings === 'object' && settings !== null && !Array.isArray(settings) ? (settings as ScriptSettings) : base.settings,
  };
}

/** Whether two sources say the same, however their settings are ordered. */
export const isSameSource = (one: ScriptSource, other: ScriptSource): boolean => canonical(one) === canonical(other);

/** Everything but the code as text, for a comparison. */
export const settingsText = ({ summary, description, language, settings }: ScriptSource): string =>
  JSON.stringify(JSON.parse(canonical({ summary, description, language, settings })), null, 2);

/** Problems that the server found while reading the code. */
export const diagnosticsOf = (signature: SignatureInfo | undefined): CodeDiagnostic[] =>
  (signature?.problems ?? []).map(({ message, line, column }) => ({ message, line, column }));

/** The line of code that a refused deploy is about, with the answer of the registry where it was an import. */
export function diagnosticsOfDeploy(error: unknown): CodeDiagnostic[] {
  if (!isApiError(error)) return [];
  const { line, column, answer, problems } = error.details;
  if (Array.isArray(problems)) return problems.flatMap((problem: unknown) => readProblem(problem));
  if (typeof line !== 'number') return [];
  return [
    { line, column: typeof column === 'number' ? column : undefined, message: typeof answer === 'string' ? `${error.message}\n${answer}` : error.message },
  ];
}

function readProblem(problem: unknown): CodeDiagnostic[] {
  if (typeof problem !== 'object' || problem === null) return [];
  const { message, line, column } = problem as Record<string, unknown>;
  return typeof message === 'string' && typeof line === 'number' ? [{ message, line, column: typeof column === 'number' ? column : undefined }] : [];
}
