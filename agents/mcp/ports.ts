/** A program that speaks MCP on its standard input and output. */
export type StdioProcess = {
  /** Sends text to its standard input. */
  write(text: string): void;
  /** Hears its standard output; to be called once, before anything is written. */
  onOutput(listener: (chunk: Buffer) => void): void;
  /** Settles when nothing of it runs any more. `lastWords` is the last line that it wrote on its standard error. */
  readonly ended: Promise<{ exitCode: number; lastWords: string }>;
  /** Ends it with everything that it has started; resolves when that is done. */
  close(): Promise<void>;
};

/** What is to be started. `environment` is all that the program sees, besides a PATH and a folder of its own. */
export type StdioRequest = { command: string; args: readonly string[]; environment: Readonly<Record<string, string>> };

/** Starts a program in a sandbox. Rejects with an `AppError` where that does not work here. */
export type StdioLauncher = (request: StdioRequest) => Promise<StdioProcess>;

/** What an MCP session needs of the product. */
export type McpPorts = {
  /** Reaches only hosts that may be reached, and follows no redirect: see `guardedFetch`. */
  fetch: typeof fetch;
  launchStdio: StdioLauncher;
};
