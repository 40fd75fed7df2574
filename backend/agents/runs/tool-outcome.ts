import type { ToolEnding } from '../../../agents/ports.ts';
import type { Json } from '../../common/json.ts';
import type { EndedJob } from '../../jobs/job-results.ts';
import type { ToolDetail } from './agent-step.sql.ts';

/** What a tool gave: the result of its job; of an agent what it answered. */
export function outputOf(job: EndedJob, kind: ToolDetail['kind']): Json {
  const result = JSON.parse(job.resultJson ?? 'null') as Json;
  if (kind !== 'agent' || typeof result !== 'object' || result === null || !('output' in result)) return result;
  return (result as { output: Json }).output;
}

/** How a call ended whose job has ended. */
export function endingOfJob(job: EndedJob, kind: ToolDetail['kind']): ToolEnding {
  switch (job.status) {
    case 'succeeded':
      return { status: 'succeeded', output: outputOf(job, kind) };
    case 'skipped':
      return { status: 'succeeded', output: { skipped: true } };
    case 'cancelled':
      return {
        status: 'failed',
        error: { code: 'job/cancelled', message: `The run of the tool was cancelled${job.cancelReason ? `: ${job.cancelReason}` : ''}.` },
      };
    default:
      return { status: 'failed', error: { code: job.error?.code ?? 'job/failed', message: errorText(job) } };
  }
}

const errorText = ({ error }: EndedJob): string => {
  if (!error) return 'The tool failed.';
  const name = error.name && error.name !== 'Error' ? `${error.name}: ` : '';
  return `${name}${error.message}`.slice(0, 8000);
};
