import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Job, JobError } from '../../backend/jobs/jobs.contract.ts';
import type { LanguageName } from '../../backend/languages/language.ts';
import type { ScriptSettings } from '../../backend/scripts/scripts.contract.ts';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../support/app.ts';

/** A run to its end: the job as its page shows it, its error where it failed, and the whole log. */
export type ScriptRun = { job: Job; error: JobError | null; result: unknown; log: string };

/** Limits that a misbehaving script meets soon. */
export const limits = { memoryMegabytes: 512, diskMegabytes: 16, resultMegabytes: 8, logMegabytes: 1, processes: 64 } as const;

/** An application with a worker, for deploying scripts and running them as people do. */
export class ScriptRuns implements AsyncDisposable {
  private count = 0;

  private constructor(readonly app: TestApp, readonly workspace: TestWorkspace, readonly person: TestUser) {}

  static async open(settings: Record<string, string> = {}): Promise<ScriptRuns> {
    const app = await createTestApp({
      MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'auto', MILLRACE_CONCURRENCY: '4', MILLRACE_RUNNER_MEMORY_MB: String(limits.memoryMegabytes), MILLRACE_RUNNER_DISK_MB: String(limits.diskMegabytes),
      MILLRACE_RUNNER_PROCESSES: String(limits.processes), MILLRACE_MAX_RESULT_MB: String(limits.resultMegabytes), MILLRACE_MAX_LOG_MB: String(limits.logMegabytes), ...settings,
    });
    const workspace = await app.make.aWorkspace();
    return new ScriptRuns(app, workspace, workspace.admin);
  }

  /** Deploys a source at a path of its own. */
  async deploy(language: LanguageName, content: string, settings: ScriptSettings = {}): Promise<string> {
    this.count += 1;
    const path = `u/${this.person.username}/script_${this.count}`;
    const answer = await this.person.client.put(`${this.workspace.api}/scripts/${path}`, { language, content, settings });
    expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
    return path;
  }

  /** Deploys, runs, and waits for the end; a script that takes longer than its limit has it set to `timeout_s`. */
  async run(language: LanguageName, content: string, settings: ScriptSettings = {}): Promise<ScriptRun> {
    return this.runDeployed(await this.deploy(language, content, settings));
  }

  /** Runs what was deployed once more. */
  async runDeployed(path: string, args: object = {}): Promise<ScriptRun> {
    const { client } = this.person;
    const answer = await client.post(`${this.workspace.api}/jobs/run_wait_result/p/${path}`, args);
    const id = answer.headers.get('x-millrace-job-id') ?? '';
    const job = (await client.get<Job>(`${this.workspace.api}/jobs/${id}`)).body;
    const { text: log } = await client.get(`${this.workspace.api}/jobs/${id}/logs.txt`);
    // Whatever a script does, it learns and tells nothing of where and how the worker runs it.
    expect(JSON.stringify([job.error?.message, job.error?.stack])).not.toMatch(/millrace-app-|\/harness\/|harness\.mjs|millrace_runner/);
    return { job, error: job.error, result: answer.status === 200 ? answer.body : undefined, log };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }
}

/** The processes of this machine whose command line holds a text. */
export function processesWith(text: string): number[] {
  // Where there is no such folder nothing can be told of processes, and the runner itself knows less.
  if (!existsSync('/proc')) return [];
  const processIds = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return processIds.filter((processId) => processId !== process.pid && commandLine(processId).includes(text));
}

function commandLine(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
