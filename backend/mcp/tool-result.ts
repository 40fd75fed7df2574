import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { toAppError } from '../common/error.filter.ts';
import type { JsonObject } from '../common/json.ts';
import type { EndedJob } from '../jobs/job-results.ts';
import { validatorFor } from '../schema/validator.ts';
import { resultTool } from './builtin-tools.ts';
import { pageOfText } from './core/page-of-text.ts';

/** Largest result that is also given as structured data. */
const structuredCharacters = 500_000;

/** Of the message of an error, which a script can make as long as it likes. */
const shownErrorCharacters = 8_000;

/** The address of a result, for clients that read resources. */
export const resultUri = (jobId: string): string => `millrace://jobs/${jobId}/result`;

/** A result as a model reads it: a text as it is, everything else as JSON. Pieces are counted in this. */
export function resultText(json: string): string {
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

/** What a model is told that called something wrong, or when it went wrong: what happened, and what it can do. Never a stack. */
export function errorResult(message: string, more: JsonObject = {}): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }], _meta: more };
}

/** Anything that was thrown, for a model. What is not meant for people is not for models either. */
export function thrownResult(thrown: unknown): CallToolResult {
  const { code, message, details } = toAppError(thrown);
  const problems = Array.isArray(details['problems']) ? (details['problems'] as { pointer?: unknown; message?: unknown }[]) : [];
  const lines = problems.slice(0, 20).map(({ pointer, message: problem }) => `- ${String(pointer ?? '')}: ${String(problem ?? '')}`);
  return errorResult([`${message} (${code})`, ...lines].join('\n'), { 'millrace/code': code });
}

/** How a job ended, as the answer to the call that started it. */
export function endedResult(job: EndedJob, outputSchema: JsonObject | null): CallToolResult {
  if (job.status === 'succeeded' || job.status === 'skipped') return succeeded(job, outputSchema);
  const about = { 'millrace/job_id': job.id };
  if (job.status === 'cancelled') return errorResult(`The run was cancelled${job.cancelReason ? `: ${job.cancelReason}` : ''}. Run ${job.id}.`, about);
  const { code = 'job/failed', message = 'It did not say why.', line } = job.error ?? {};
  const shown =
    message.length > shownErrorCharacters
      ? `${message.slice(0, shownErrorCharacters)}… (the first ${shownErrorCharacters} of ${message.length} characters)`
      : message;
  return errorResult(`The run has failed: ${shown} (${code}${line === undefined ? '' : `, line ${line}`}). Run ${job.id}; its log may say more.`, about);
}

function succeeded(job: EndedJob, outputSchema: JsonObject | null): CallToolResult {
  const json = job.status === 'skipped' ? JSON.stringify({ skipped: true, merged_into: job.mergedInto }) : (job.resultJson ?? 'null');
  const about = { 'millrace/job_id': job.id };
  const isSmall = json.length <= structuredCharacters;
  const value: unknown = isSmall ? JSON.parse(json) : undefined;
  const structured = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  const content = contentOf(job.id, resultText(json));
  if (!outputSchema) return { content, ...(structured ? { structuredContent: structured } : {}), _meta: about };
  const problem = structured ? problemOf(outputSchema, structured) : isSmall ? 'it is no object' : 'it is too large to be given as data';
  if (structured && problem === null) return { content, structuredContent: structured, _meta: about };
  // The protocol wants data of the declared form or an error. A model must not take this for a reason to run it once more.
  const note = `The run HAS SUCCEEDED: do not run it again. Its result cannot be given in the form that the tool declares, since ${problem}. Here it is as text:`;
  return { isError: true, content: [{ type: 'text', text: note }, ...content], _meta: about };
}

function problemOf(schema: JsonObject, value: JsonObject): string | null {
  const [problem] = validatorFor(schema).check(structuredClone(value));
  return problem ? `${problem.pointer || 'it'} ${problem.message}` : null;
}

/** All of it, or the first piece with the way to the next: nothing is cut in silence. */
function contentOf(jobId: string, text: string): CallToolResult['content'] {
  const page = pageOfText(text, 0);
  if (page.next === null) return [{ type: 'text', text: page.text }];
  return [
    { type: 'text', text: page.text },
    {
      type: 'text',
      text: `[This is the beginning: ${page.next} of ${page.total} characters. Go on with the tool ${resultTool}, job_id ${jobId}, offset ${page.next}.]`,
    },
    { type: 'resource_link', uri: resultUri(jobId), name: 'The whole result', mimeType: 'application/json' },
  ];
}
