import type { JsonObject } from '../common/json.ts';

/** Names of the languages, as OpenFlow spells them. */
export type LanguageName = 'bun' | 'python3' | 'bash' | 'postgresql';

/** A place in the source, one-based, for the editor to underline. */
export type SourceProblem = { message: string; line: number; column: number };

/** What reading the source (never running it) tells about a script. */
export type Signature = {
  /** JSON Schema (2020-12 subset with `x-ui` hints) of the arguments of `main`, properties in the order of the parameters. */
  schema: JsonObject;
  /** JSON Schema of what `main` gives, as far as its source says so; absent where it does not. */
  result?: JsonObject;
  /** Whether there is an entrypoint; a script without one is a library for others to import. */
  hasMain: boolean;
  /** `main` is a workflow of the SDK: its steps are recorded, and it waits without a process. */
  isWorkflow?: boolean;
  /** First lines of the doc comment, if there is one. */
  description: string;
  /** Why the source cannot be parsed; with a problem the schema is empty. */
  problems: SourceProblem[];
};

/** What a script imports. */
export type Imports = {
  /** Packages from the registry of the language as they are written: `stripe@18`, `requests`. */
  packages: { specifier: string; line: number }[];
  /** Paths of other scripts of the workspace, resolved against the path of the importer: `f/support/helpers`. */
  scripts: string[];
};

/** Another script of the workspace that the entry imports, directly or through others. */
export type ImportedScript = { path: string; language: LanguageName; content: string };

/** Everything that decides how a version runs. The same source gives the same `hash`. */
export type Source = {
  path: string;
  content: string;
  /** Text of the lock file, `null` before it was resolved, empty where nothing is needed. */
  lock: string | null;
  /** All imported scripts, transitively. */
  imported: ImportedScript[];
};

/** A shell script that runs code of strangers: what it is given, and what it may see. */
export type IsolatedCommand = {
  script: string;
  args: readonly string[];
  environment: Record<string, string>;
  /** Folders and files that it sees, besides the system. */
  readOnly: string[];
  /** What it reads from descriptor 3. */
  input: string;
  timeoutMs: number;
};

/** How such a script ended: the last of what it said, and what it wrote to descriptor 4. */
export type IsolatedEnding = { exitCode: number; output: string; given: Buffer };

/** A folder where a language keeps what it builds: content-addressed, written once, renamed into place. */
export type Toolchain = {
  /** Cache folder of this language, for example `.millrace/cache/python3`. */
  cacheDirectory: string;
  /** Runs a tool and gives what it printed; rejects with {@link ToolFailure} on a non-zero exit. */
  runTool(
    command: readonly string[],
    options: { directory: string; environment?: Record<string, string>; timeoutMs?: number; input?: string },
  ): Promise<{ stdout: string; stderr: string }>;
  /** The same in a sandbox with the limits of a job, on workers; rejects with the reason where there is none. */
  runIsolated?(command: IsolatedCommand): Promise<IsolatedEnding>;
  /** A line for the log of the deploy. */
  log(line: string): void;
  signal: AbortSignal;
};

/** How to start a runner process for a prepared script. */
export type Launch = {
  /** Program and arguments, absolute where it matters. */
  command: string[];
  /** Environment of the process besides what the runner sets for each job. */
  environment: Record<string, string>;
  /** Folders and files that the sandbox shows read-only: the code, the dependencies, the interpreter. */
  readOnly: string[];
  /**
   * `warm`: the process speaks the runner protocol (`backend/runner/protocol.ts`) and serves job after job.
   * `once`: a process for each job; arguments on the command line, result by `backend/runner/one-shot.ts`.
   */
  protocol: 'warm' | 'once';
  /**
   * For `warm`: the folder among `readOnly`, and last word of `command`, that is all that tells this launch from those of other versions. The
   * harness looks into it at its first job and not before, so that a process can be started before its version is known.
   */
  codeFolder?: string;
  /** For `once`: folder of the source, whose address is left out of what the program says of itself. */
  sourceFolder?: string;
  /** For `once`: names of the arguments in the order in which they follow the command. */
  parameters?: string[];
};

/** What a language that runs inside the worker (SQL) gets. Arguments are already resolved and validated. */
export type ExecuteRequest = {
  content: string;
  args: JsonObject;
  log(text: string): void;
  signal: AbortSignal;
};

/** What every language gives. One folder each; `languages.ts` is the list; `conformance.db.spec.ts` runs over it. */
export type Language = {
  name: LanguageName;
  /** As people call it: "TypeScript". */
  title: string;
  /** File extension of the file form, with the dot: `.ts`, `.pg.sql`. */
  extension: string;
  /** What a new script starts with: real code that runs. */
  template: string;
  /** Reads the arguments of `main` from the source without running it. Never throws for bad source. */
  inferSignature(content: string): Promise<Signature>;
  /** What the source imports; empty for source that does not parse. */
  findImports(content: string, path: string): Promise<Imports>;
  /** Whether this machine can run it, with the version of the interpreter or the reason why not. */
  probe(toolchain: Toolchain): Promise<{ available: true; version: string } | { available: false; reason: string }>;
  /**
   * Resolves the imports to exact versions, as the text of a lock file; `''` where nothing is imported. Rejects with
   * {@link DependencyFailure} when a package does not exist. Runs on a worker, at deploy.
   */
  resolve(source: Source, toolchain: Toolchain): Promise<string>;
  /** Builds whatever the script needs to start at once (dependencies, bundle). Idempotent, safe beside itself. */
  prepare?(source: Source, hash: string, toolchain: Toolchain): Promise<Launch>;
  /** For languages that run in the worker instead of a process of their own. */
  execute?(request: ExecuteRequest): Promise<unknown>;
};

/** A tool ended with another exit code than zero. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
  constructor(
    readonly command: readonly string[],
    readonly exitCode: number | null,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`${command[0]} ended with exit code ${exitCode}: ${(stderr || stdout).trim().slice(0, 2000)}`);
  }
}

/** A dependency could not be resolved; `specifier` is as the author wrote it and `answer` is what the registry said. */
export class DependencyFailure extends Error {
  override readonly name = 'DependencyFailure';
  constructor(
    readonly specifier: string,
    readonly answer: string,
    readonly line: number | null,
  ) {
    super(`Could not resolve "${specifier}": ${answer}`);
  }
}

/** Code in a job failed; `location` points into the script where it is known. */
export class ScriptFailure extends Error {
  constructor(readonly error: { name: string; message: string; stack?: string; line?: number; column?: number; code?: string }) {
    super(error.message);
  }
}
