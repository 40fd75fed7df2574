import { spawn } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { toolEnvironment } from '../../config/tool-environment.ts';
import { Database } from '../../database/database.ts';
import { Semaphore } from '../../common/semaphore.ts';
import type { SandboxDriver } from '../../runner/runner.ts';
import { chooseSandbox } from '../../runner/sandbox/sandboxes.ts';
import { WorkFolders } from '../../runner/work-folders.ts';
import type { VolumeFile } from '../threads.contract.ts';
import { runInSandbox, type CommandEnding } from './sandbox-command.ts';
import { forgetVolumes, volumeFile, volumesDirectory } from './volume-files.ts';
import { withoutNetwork } from './without-network.ts';

/** Whose files they are. */
export type VolumePlace = { workspaceId: string; agentPath: string; threadId: string; scope: 'thread' | 'agent'; quotaMb: number };

/** A command in the files of an agent. */
export type VolumeCommand = { script: string; args: readonly string[]; isReading: boolean; hasNetwork: boolean; timeoutMs: number };

type VolumeRow = { id: string; version: number };
type Ground = { driver: SandboxDriver; folders: WorkFolders };

const megabyte = 1024 * 1024;
/** Commands that run at once in one process of Millrace. */
const atOnce = 8;
const mostFiles = 2_000;

/**
 * Files that agents work with in sandboxes, and that stay. Between commands they are an archive in the data directory; each command unpacks it in a
 * sandbox of its own and leaves the next version of it. The row says which version counts, so that a crash leaves the one before, whole.
 */
@Injectable()
export class AgentVolumes implements OnApplicationShutdown {
  private ground: Promise<Ground> | null = null;
  private readonly slots = new Semaphore(atOnce);
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    const ground = await this.ground?.catch(() => null);
    await ground?.folders.close();
  }

  /** Runs a command among the files; one after the other for the same files. */
  async run(place: VolumePlace, command: VolumeCommand, signal: AbortSignal): Promise<CommandEnding> {
    const volume = await this.volumeOf(place);
    const turn = (this.turns.get(volume.id) ?? Promise.resolve()).catch(() => undefined).then(() => this.runNow(place, volume.id, command, signal));
    this.turns.set(volume.id, turn);
    return turn.finally(() => {
      if (this.turns.get(volume.id) === turn) this.turns.delete(volume.id);
    });
  }

  /** The files of a thread, or those that all runs of an agent share, by name. `owner`: id of the thread, or path of the agent. */
  async list(workspaceId: string, scope: VolumePlace['scope'], owner: string): Promise<VolumeFile[]> {
    const archive = await this.archiveOf(workspaceId, scope, owner);
    if (archive === null) return [];
    const text = await textOf(tar(['--list', '--verbose', '--numeric-owner', '--full-time', '--quoting-style=literal', '--file', archive]));
    return text.split('\n').flatMap(readLine).slice(0, mostFiles);
  }

  /** What is in one file. */
  async read(workspaceId: string, scope: VolumePlace['scope'], owner: string, path: string): Promise<{ size: number; content: Readable }> {
    const archive = await this.archiveOf(workspaceId, scope, owner);
    const file = archive === null ? undefined : (await this.list(workspaceId, scope, owner)).find((one) => one.path === path);
    if (archive === null || !file) throw new AppError('thread/file_not_found', 'There is no such file in this sandbox.', { path });
    return { size: file.size, content: tar(['--extract', '--to-stdout', '--no-wildcards', '--file', archive, '--', `./${path}`]).stdout };
  }

  /** Deletes the files of conversations that are gone. */
  forget(): Promise<void> {
    return forgetVolumes(this.database, this.config.dataDirectory);
  }

  private async runNow(place: VolumePlace, id: string, command: VolumeCommand, signal: AbortSignal): Promise<CommandEnding> {
    const { driver, folders } = await this.prepare();
    signal.throwIfAborted();
    return this.slots.run(() => this.runIn({ driver, folders }, place, id, command, signal));
  }

  private async runIn({ driver, folders }: Ground, place: VolumePlace, id: string, command: VolumeCommand, signal: AbortSignal): Promise<CommandEnding> {
    const folder = folders.acquire();
    try {
      const before = await this.versionOf(id);
      const limits = {
        timeoutMs: command.timeoutMs,
        graceMs: 0,
        resultBytes: 0,
        memoryBytes: this.config.MILLRACE_RUNNER_MEMORY_MB * megabyte,
        diskBytes: place.quotaMb * megabyte,
        processes: this.config.MILLRACE_RUNNER_PROCESSES,
      };
      const [from, to] = [this.fileOf(id, before), command.isReading ? null : this.fileOf(id, before + 1)];
      const sandbox = { driver: command.hasNetwork ? driver : withoutNetwork(driver), folder, hidden: [this.config.dataDirectory], limits };
      const ending = await runInSandbox({ ...sandbox, script: command.script, args: command.args, from, to, signal });
      if (to !== null) await this.advance(id, before, to);
      return ending;
    } finally {
      await folders.release(folder);
    }
  }

  /** The next version counts, unless another worker was faster: what it did is kept then, and this command has to be made again. */
  private async advance(id: string, before: number, file: string): Promise<void> {
    const { size } = await stat(file);
    // A command that was killed leaves half an archive, or none.
    const isWhole = size >= 1024 && (await exitOf(tar(['--list', '--file', file]))) === 0;
    if (!isWhole) {
      await rm(file, { force: true });
      throw new AppError(
        'agent/tool_failed',
        'The command did not end as it should: it took too long, or too much memory or disk. The files are as they were before.',
      );
    }
    const rows = await this.database.run<{ id: string }>({
      text: 'update agent_volume set version = version + 1, size_bytes = $3, updated_at = now() where id = $1 and version = $2 returning id',
      values: [id, before, size],
    });
    if (rows.length === 0)
      throw new AppError('agent/tool_failed', 'Another run of this agent changed the same files at this moment. Look at them, and do it again.');
    await rm(this.fileOf(id, before), { force: true });
  }

  private async volumeOf({ workspaceId, agentPath, threadId, scope, quotaMb }: VolumePlace): Promise<VolumeRow> {
    const owner = scope === 'thread' ? threadId : agentPath;
    const [row] = await this.database.run<VolumeRow>({
      text: `
insert into agent_volume (id, workspace_id, agent_path, thread_id, scope, owner, quota_bytes) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, scope, owner) do update set quota_bytes = excluded.quota_bytes returning id, version`,
      values: [newId(), workspaceId, agentPath, scope === 'thread' ? threadId : null, scope, owner, quotaMb * megabyte],
    });
    if (!row) throw new AppError('internal', 'The files of an agent were not there.');
    await mkdir(volumesDirectory(this.config.dataDirectory), { recursive: true, mode: 0o700 });
    return row;
  }

  private async versionOf(id: string): Promise<number> {
    const [row] = await this.database.run<{ version: number }>({ text: 'select version from agent_volume where id = $1', values: [id] });
    return row?.version ?? 0;
  }

  private async archiveOf(workspaceId: string, scope: VolumePlace['scope'], owner: string): Promise<string | null> {
    const [row] = await this.database.run<VolumeRow>({
      text: `select id, version from agent_volume where workspace_id = $1 and scope = $2 and owner = $3`,
      values: [workspaceId, scope, owner],
    });
    return row && row.version > 0 ? this.fileOf(row.id, row.version) : null;
  }

  private fileOf(id: string, version: number): string {
    return volumeFile(this.config.dataDirectory, id, version);
  }

  private prepare(): Promise<Ground> {
    this.ground ??= chooseSandbox(this.config.MILLRACE_SANDBOX).then(({ driver }) => ({ driver, folders: WorkFolders.claim(this.config.dataDirectory) }));
    return this.ground.then((ground) => {
      // A model decides what runs here: without walls around it nothing does.
      if (!ground.driver.isIsolated)
        throw new AppError('agent/tool_failed', 'This worker cannot isolate what it runs, so agents have no shell here. The Workers page says why.');
      return ground;
    });
  }
}

/** Reads archives, which a sandbox wrote: nothing of them is unpacked outside of one. */
function tar(args: readonly string[]) {
  return spawn('tar', [...args], { env: { ...toolEnvironment(), LC_ALL: 'C', TZ: 'UTC' }, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function textOf(child: ReturnType<typeof tar>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of child.stdout) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

async function exitOf(child: ReturnType<typeof tar>): Promise<number | null> {
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** `-rw-r--r-- 20000/20000 5 2026-11-20 12:00:00 ./notes.txt`: files only, no links. */
function readLine(line: string): VolumeFile[] {
  const match = /^-\S+\s+\S+\s+(\d+)\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)?\s+\.\/(.+)$/.exec(line);
  const [, size, day, time, path] = match ?? [];
  return path === undefined ? [] : [{ path, size: Number(size), modified_at: `${day}T${time}.000Z` }];
}
