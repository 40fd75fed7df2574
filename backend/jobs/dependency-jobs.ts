import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { DependencyFailure } from '../languages/language.ts';
import type { DependencyRequest, DependencyResolver } from '../scripts/dependency-resolver.ts';
import type { EndedJob } from './job-results.ts';
import { RunService } from './run.service.ts';

/** Resolving is bound by a network; past it the deploy says so instead of hanging. In seconds. */
const waitSeconds = 180;

/** Resolves the imports of a deploy as a job of the kind `dependencies`: on a worker, with a log that can be followed. */
@Injectable()
export class DependencyJobs implements DependencyResolver {
  constructor(private readonly runs: RunService) {}

  async resolve(auth: Auth, { path, language, source, message }: DependencyRequest): Promise<{ lock: string }> {
    const raw = { language, content: source.content, lock: null, imported: source.imported };
    const jobId = await this.runs.insertRaw(auth, {
      kind: 'dependencies',
      path,
      raw,
      args: message === '' ? {} : { message },
      settings: { timeout_s: waitSeconds },
      triggerKind: 'deploy',
    });
    const job = await this.runs.waitFor(jobId, waitSeconds).catch((error: unknown) => {
      throw timedOut(error, path, language, jobId);
    });
    return this.lockOf(job);
  }

  private lockOf({ id, status, resultJson, error }: EndedJob): { lock: string } {
    if (status === 'succeeded' && resultJson !== null) return JSON.parse(resultJson) as { lock: string };
    const failed = readFailure(error?.message ?? '');
    if (error?.code === 'script/dependency_failed' && failed) throw new DependencyFailure(failed.specifier, failed.answer, error.line ?? null);
    if (error?.code === 'language/unavailable') throw new AppError('language/unavailable', error.message);
    throw new AppError('script/dependency_failed', `The imports could not be resolved: ${error?.message ?? `the job was ${status}`}`, {
      job_id: id,
      specifier: null,
      answer: error?.message ?? status,
      line: error?.line ?? null,
    });
  }
}

/** Takes the message of a `DependencyFailure` apart, which is what a job keeps of it. */
function readFailure(message: string): { specifier: string; answer: string } | null {
  const match = /^Could not resolve "(.+?)": ([\s\S]*)$/.exec(message);
  return match ? { specifier: match[1] as string, answer: match[2] as string } : null;
}

function timedOut(error: unknown, path: string, language: string, jobId: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'job/wait_timeout') return error;
  return new AppError(
    'script/deploy_timeout',
    `"${path}" was not deployed: no worker resolved its imports within ${waitSeconds} s. Is there a worker for "${language}"? What was deployed before keeps running.`,
    { job_id: jobId },
  );
}
