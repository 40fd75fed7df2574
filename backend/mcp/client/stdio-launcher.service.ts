import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { StdioLauncher, StdioProcess, StdioRequest } from '../../../agents/mcp/index.ts';
import { AppError } from '../../common/app-error.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import type { SandboxDriver } from '../../runner/runner.ts';
import { SandboxedProcess } from '../../runner/sandboxed-process.ts';
import { chooseSandbox } from '../../runner/sandbox/sandboxes.ts';
import { WorkFolders } from '../../runner/work-folders.ts';
import { stdioLaunch } from './stdio-sandbox.ts';

const graceMs = 1_000;
const lookEveryMs = 500;
const megabyte = 1024 * 1024;
/** Servers that run at once in one process of Millrace. */
const mostProcesses = 32;

/** What all servers of a process of Millrace share; made when the first is started. */
type Ground = { driver: SandboxDriver; folders: WorkFolders };

/**
 * Starts MCP servers that speak on their standard input, in the sandbox in which jobs run: with an environment of their own, limited memory and
 * disk, and nothing left behind.
 */
@Injectable()
export class McpStdioLauncher implements OnApplicationShutdown {
  private ground: Promise<Ground> | null = null;
  private readonly running = new Set<StdioProcess>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The port of {@link openMcpSession}. */
  readonly launch: StdioLauncher = async (request) => {
    if (this.running.size >= mostProcesses)
      throw new AppError('mcp/launch_failed', `${mostProcesses} MCP servers run here already. Try again when some of them have ended.`, {
        limit: mostProcesses,
      });
    const ground = await this.prepare();
    const process = this.start(ground, request);
    this.running.add(process);
    void process.ended.then(() => this.running.delete(process));
    return process;
  };

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.running].map((process) => process.close()));
    const ground = await this.ground?.catch(() => null);
    await ground?.folders.close();
  }

  private prepare(): Promise<Ground> {
    this.ground ??= chooseSandbox(this.config.MILLRACE_SANDBOX).then(({ driver }) => ({ driver, folders: WorkFolders.claim(this.config.dataDirectory) }));
    this.ground.catch(() => {
      this.ground = null;
    });
    return this.ground.catch((error: unknown) => {
      throw new AppError('mcp/launch_failed', 'This server cannot start MCP servers: no sandbox works here. Its log says more.', {}, { cause: error });
    });
  }

  private start({ driver, folders }: Ground, request: StdioRequest): StdioProcess {
    const { config } = this;
    const folder = folders.acquire();
    const limits = {
      timeoutMs: 0,
      graceMs,
      resultBytes: 0,
      memoryBytes: config.MILLRACE_RUNNER_MEMORY_MB * megabyte,
      diskBytes: config.MILLRACE_RUNNER_DISK_MB * megabyte,
      processes: config.MILLRACE_RUNNER_PROCESSES,
    };
    try {
      const launch = stdioLaunch(request, config.MILLRACE_MCP_FOLDERS);
      const process = new SandboxedProcess({ driver, launch, folder, limits, environment: {}, hidden: [config.dataDirectory] });
      return watched(process, limits.memoryBytes, () => folders.release(folder));
    } catch (error) {
      void folders.release(folder);
      throw new AppError(
        'mcp/launch_failed',
        `The MCP server could not be started: ${error instanceof Error ? error.message : 'the operating system refused'}.`,
        {},
        { cause: error },
      );
    }
  }
}

function watched(process: SandboxedProcess, memoryBytes: number, release: () => Promise<void>): StdioProcess {
  let isTooLarge = false;
  const looks = setInterval(() => {
    if (process.measureMemory(memoryBytes) <= memoryBytes) return;
    isTooLarge = true;
    process.kill();
  }, lookEveryMs).unref();
  process.stderr.on('data', (chunk: Buffer) => process.errorTail.append(chunk.toString('utf8')));
  process.fromRunner.resume();
  for (const stream of [process.stdout, process.stderr, process.fromRunner]) stream.on('error', () => undefined);
  const ended = process.ended.then(async ({ exitCode }) => {
    clearInterval(looks);
    await release();
    const lastWords = isTooLarge ? `it took more than ${memoryBytes / megabyte} MB of memory` : (process.startProblem ?? process.errorTail.lastLine);
    return { exitCode, lastWords };
  });
  return {
    write: (text) => process.write(text),
    onOutput: (listener) => void process.stdout.on('data', listener),
    ended,
    async close() {
      process.closeInput();
      process.terminate(graceMs);
      await ended;
    },
  };
}
