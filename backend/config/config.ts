import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const list = z.string().transform((value) => value.split(',').map((part) => part.trim()).filter((part) => part !== ''));

/**
 * The whole environment of Millrace, read once at boot. The table of settings in the README is generated from these
 * descriptions (`npm run docs:settings`); nothing else reads `process.env`.
 */
export const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400).describe('Port of the HTTP server'),
  HOST: z.string().default('127.0.0.1').describe('Address that it listens on; `0.0.0.0` for all'),
  MILLRACE_BASE_URL: z.url().optional().describe('Address under which people reach it, for links; default `http://HOST:PORT`'),
  DATABASE_URL: z.string().optional().describe('A Postgres 15 or newer. Without it an embedded PostgreSQL is started'),
  MILLRACE_DATA_DIR: z.string().default('.millrace').describe('Embedded database, files, caches and the generated master key'),
  MILLRACE_MODE: z.enum(['all', 'server', 'worker']).default('all').describe('What this process does'),
  MILLRACE_MASTER_KEY: z.string().min(32, 'MILLRACE_MASTER_KEY needs at least 32 characters').optional().describe('Protects all secrets. Without it a key file is made in the data folder'),
  MILLRACE_ADMIN_EMAIL: z.email().optional().describe('First admin; default `admin@millrace.local`'),
  MILLRACE_ADMIN_PASSWORD: z.string().min(10).optional().describe('Password of the first admin; generated and printed once if absent'),
  MILLRACE_DEMO: flag.default(true).describe('Make the demo workspace `acme` at first start; with `false` an empty one is made'),
  MILLRACE_WORKSPACE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, '2 to 40 lower-case letters, digits and "-"')
    .optional()
    .describe('Id of the empty workspace that a first start without the demo makes; default `main`'),
  MILLRACE_WORKER_NAME: z.string().max(100).default(hostname()).describe('Name of this worker on the Workers page'),
  MILLRACE_WORKER_TAGS: list.default([]).describe('Tags that this worker takes, with commas; default: every language that it can run'),
  MILLRACE_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(16).describe('Jobs that this worker runs at once'),
  MILLRACE_SANDBOX: z.enum(['auto', 'required', 'bubblewrap', 'unshare', 'none']).default('auto').describe('`auto` takes the strongest that works; `required` refuses to run without one'),
  MILLRACE_RUNNER_MEMORY_MB: z.coerce.number().int().min(64).default(1024).describe('Memory limit of one job'),
  MILLRACE_RUNNER_DISK_MB: z.coerce.number().int().min(1).default(512).describe('Size of the temporary folder of one job'),
  MILLRACE_RUNNER_PROCESSES: z.coerce.number().int().min(8).default(256).describe('Processes and threads of one job'),
  MILLRACE_PARKED_RUNNERS: z.coerce.number().int().min(0).default(24).describe('Idle warm processes that are kept'),
  MILLRACE_JOB_TIMEOUT_S: z.coerce.number().min(1).default(1800).describe('Time limit of a job whose script sets none'),
  MILLRACE_WORKFLOW_HOT_MS: z.coerce.number().int().min(0).max(600_000).default(1000).describe('For so long a workflow that waits keeps its process, in case it does not wait long; in milliseconds'),
  MILLRACE_MAX_ARGS_KB: z.coerce.number().int().min(1).default(4096).describe('Largest arguments of a job'),
  MILLRACE_MAX_RESULT_MB: z.coerce.number().int().min(1).default(64).describe('Largest result of a job'),
  MILLRACE_MAX_LOG_MB: z.coerce.number().int().min(1).default(10).describe('Log kept per job: past it the head and the tail'),
  MILLRACE_MAX_FILE_MB: z.coerce.number().min(0.01).default(512).describe('Largest file that is given to an app, whatever the app says'),
  MILLRACE_MAX_QUEUE: z.coerce.number().int().min(1).default(1_000_000).describe('Queued jobs per workspace, past which a run is refused'),
  MILLRACE_RETENTION_DAYS: z.coerce.number().int().min(1).default(90).describe('Finished jobs are deleted after that time'),
  MILLRACE_SLACK_API_URL: z.url().default('https://slack.com/api/').describe('Where the API of Slack is; another one only for tests'),
  MILLRACE_SLACK_SIMULATOR: z.enum(['auto', 'on', 'off']).default('auto').describe('A Slack of our own to try commands in, in which an admin may act as any member; `auto`: only where `MILLRACE_BASE_URL` is this machine itself'),
  MILLRACE_LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info').describe('Structured logs on stdout'),
  MILLRACE_ALLOWED_PRIVATE_HOSTS: list.default([]).describe('Hosts of private networks that models and MCP servers may be at, with commas: `ollama.internal:11434`, `*.corp.example`, `10.1.0.0/16`'),
  MILLRACE_MCP_FOLDERS: list.default([]).describe('Folders with MCP servers that agents may start, with commas; their sandbox shows these read-only'),
  MILLRACE_OTLP_URL: z.url().optional().describe('Collector that the traces of agents are sent to as their runs end, by OTLP/HTTP in JSON: `http://localhost:4318/v1/traces`. Nothing that was said is in them. Without it nothing is sent'),
  MILLRACE_OTLP_HEADERS: list
    .refine((pairs) => pairs.every((pair) => /^[A-Za-z0-9-]+=/.test(pair)), 'headers as `name=value`, with commas')
    .default([])
    .describe('Headers for that collector, with commas: `authorization=Bearer …`'),
  MILLRACE_TRUST_PROXY: flag.default(false).describe('Believe `X-Forwarded-*` of one proxy in front'),
});
type Environment = z.infer<typeof Environment>;

/** Resolved settings, frozen: what the rest of Millrace sees. */
export type Config = Readonly<
  Omit<Environment, 'MILLRACE_DATA_DIR'> & {
    /** Absolute data folder. */
    dataDirectory: string;
    version: string;
  }
>;

/** Token under which the {@link Config} is injected. */
export const CONFIG = Symbol('Config');

/** The version of this build, as in `package.json`. */
export const version = '0.1.0';

/** Reads the environment; throws one error that lists every setting that is wrong, in words. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const known = Object.fromEntries(Object.keys(Environment.shape).map((key) => [key, environment[key] === '' ? undefined : environment[key]]));
  const parsed = Environment.safeParse(known);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new Error(`These settings are wrong:\n${problems}`);
  }
  const { MILLRACE_DATA_DIR, ...rest } = parsed.data;
  return Object.freeze({ ...rest, dataDirectory: resolve(MILLRACE_DATA_DIR), version });
}

/** The address that links begin with, without a slash at the end. Never taken from a request header. */
export function baseUrl(config: Config): string {
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST;
  return (config.MILLRACE_BASE_URL ?? `http://${host}:${config.PORT}`).replace(/\/+$/, '');
}
