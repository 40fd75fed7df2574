import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { pageCharacters } from './core/page-of-text.ts';

/** Names that no path can have: those begin with `f_` or `u_`. */
export const resultTool = 'job_result';
/** See {@link resultTool}. */
export const logTool = 'job_log';

/** Arguments of {@link resultTool}. */
export const ResultArguments = z.object({ job_id: z.uuid(), offset: z.number().int().min(0).default(0), wait_s: z.number().min(0).max(50).default(0) });
/** Arguments of {@link logTool}. */
export const LogArguments = z.object({ job_id: z.uuid(), offset: z.number().int().min(0).default(0) });

const jobId = { type: 'string', format: 'uuid', description: 'Id of a run that was started through MCP' };
const offset = { type: 'integer', minimum: 0, default: 0, description: 'The character to begin at; the answer names that of the next piece' };
const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** Tools for what is too long, or takes too long, for one answer. */
export const builtinTools: readonly Tool[] = [
  {
    name: resultTool,
    title: 'Result of a run',
    description: `Gives the result of a run that was started through one of the other tools: of one that took too long, or a further piece (of ${pageCharacters} characters) of one that is long.`,
    inputSchema: {
      type: 'object',
      properties: {
        job_id: jobId,
        offset,
        wait_s: { type: 'number', minimum: 0, maximum: 50, default: 0, description: 'So many seconds the end of the run is waited for' },
      },
      required: ['job_id'],
    },
    annotations: readOnly,
  },
  {
    name: logTool,
    title: 'Log of a run',
    description: 'Gives what a run that was started through one of the other tools has printed: useful when it has failed.',
    inputSchema: { type: 'object', properties: { job_id: jobId, offset }, required: ['job_id'] },
    annotations: readOnly,
  },
];
