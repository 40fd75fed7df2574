/**
 * The program in which TypeScript scripts run, under Bun or Node. It speaks the runner protocol (`backend/runner/protocol.ts`)
 * on descriptors 3 and 4, loads the prepared script at the first job, and serves job after job. Its one argument is the folder
 * that `prepare` made: `launch.json` there says what to load and how the arguments go to `main`.
 *
 * A process of its own waits for every module that is imported here: what only some scripts or only Node need is loaded where it is needed.
 */
import { fstatSync, readFileSync } from 'node:fs';
import { writeAll } from './descriptors.mjs';
import { describeFailure, RunnerError } from './failure.mjs';
import { installOutput, outputsInUse } from './output.mjs';
import { toJsonValue } from './result.mjs';

/** As they were before any script could replace them. */
const { parse, stringify } = JSON;

const fromWorker = 3;
const toWorker = 4;
const [, , folder] = process.argv;
/** What `prepare` says of the script. The folder may be empty until the first job comes. */
let launch = null;
const ownEnvironment = { ...process.env };
const ownFolder = process.cwd();

let script = null;
let loads = 0;
/** The job that runs now; `null` between jobs. */
let current = null;

const workflowMark = Symbol.for('millrace.workflow');
globalThis[Symbol.for('millrace.reportProgress')] = (percent) => {
  if (current) send({ type: 'progress', id: current.id, percent });
};

function send(message) {
  writeLine(stringify(message));
}

/** On a line of its own, also where a script left one that does not end. */
function writeLine(text) {
  writeAll(toWorker, `\n${text}\n`);
}

function replaceEnvironment(environment) {
  for (const name of Object.keys(process.env)) {
    if (!(name in ownEnvironment) && !(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, ownEnvironment, environment);
}

/** After a failed load the next job loads again, under another address, because module loaders remember failures. */
async function load() {
  if (loads === 0 && launch.usesStreams) installOutput();
  loads += 1;
  const path = `${folder}/${launch.file}`;
  const address = typeof Bun === 'undefined' ? process.getBuiltinModule('node:url').pathToFileURL(path).href : path;
  const loaded = await import(`${address}${loads > 1 ? `?load=${loads}` : ''}`);
  const main = loaded.main ?? loaded.default;
  if (typeof main !== 'function') throw new RunnerError('job/no_main', 'EntrypointError', 'The script exports no function called main.');
  return main;
}

/** What to call: `main`, a task of the script, or the body of a workflow that speaks to its worker. Gives `suspended` instead of a value where it waits. */
async function call(job) {
  const workflow = script[workflowMark];
  if (job.entry !== undefined) {
    const task = workflow?.tasks.get(job.entry);
    if (!task) throw new RunnerError('workflow/no_task', 'EntrypointError', `The script declares no task called "${job.entry}".`);
    return { value: await task(...job.args.args) };
  }
  if (!workflow) return { value: await script(...argumentList(job.args)) };
  if (!job.workflow) throw new RunnerError('workflow/not_seen', 'EntrypointError', 'main is a workflow, but its source does not say so where Millrace reads it. Write: export const main = workflow(async (…) => { … }).');
  return runWorkflow(job, workflow);
}

async function runWorkflow(job, workflow) {
  const suspended = Promise.withResolvers();
  const run = workflow.begin({
    opening: job.workflow,
    send: (message, text) => {
      if (current !== job) return;
      const head = stringify(message);
      writeLine(`{"type":"ask","id":${stringify(job.id)},"head":${Buffer.byteLength(head)},"call":${head},"value":${text}}`);
    },
    toJson: (value) => stringify(toJsonValue(value)),
    describe: (error) => describeFailure(error, launch, folder),
    onSuspended: () => suspended.resolve({ isSuspended: true }),
  });
  job.receive = run.receive;
  for (const message of job.untold.splice(0)) run.receive(message);
  return Promise.race([run.start(argumentList(job.args)).then((value) => ({ value })), suspended.promise]);
}

function argumentList(args) {
  const list = [];
  for (const binding of launch.parameters) {
    if (binding.kind === 'all') list.push(args);
    else if (binding.kind === 'nothing') list.push({});
    else if (binding.kind === 'rest') list.push(...(args[binding.name] ?? []));
    else list.push(binding.isDate && typeof args[binding.name] === 'string' ? new Date(args[binding.name]) : args[binding.name]);
  }
  return list;
}

/** Waits until what the script printed has left this process; the answer comes after it. */
async function flushOutput() {
  let isIntact = true;
  for (const [index, stream] of outputsInUse().entries()) {
    try {
      if (stream?.writableLength > 0 && !stream.destroyed) await new Promise((resolve) => stream.write('', resolve));
      fstatSync(index + 1);
      if (stream !== null && (stream.destroyed || stream.writableEnded)) isIntact = false;
    } catch {
      // The script closed the stream: the next job could not print any more.
      isIntact = false;
    }
  }
  return isIntact;
}

async function answer(job, message, isLast) {
  if (current !== job) return;
  current = null;
  const isIntact = await flushOutput();
  if (!isLast && isIntact) return writeLine(message);
  send({ type: 'last', id: job.id });
  writeLine(message);
  process.exit(1);
}

async function fail(job, error, isLast) {
  await answer(job, stringify({ type: 'error', id: job.id, error: describeFailure(error, launch, folder) }), isLast);
}

async function run(job) {
  current = job;
  try {
    process.chdir(ownFolder);
    replaceEnvironment(job.environment);
    launch ??= parse(readFileSync(`${folder}/launch.json`, 'utf8'));
    job.untold = [];
    script ??= await load();
    const { value, isSuspended } = await call(job);
    if (isSuspended) return await answer(job, stringify({ type: 'suspended', id: job.id }), false);
    const result = stringify(toJsonValue(value));
    await answer(job, `{"type":"result","id":${stringify(job.id)},"result":${result}}`, false);
  } catch (error) {
    await fail(job, error, false);
  }
}

/** What nobody awaits ends the job that runs; the process cannot be trusted after it. Between jobs it concerns nobody. */
function onStray(error) {
  if (current) void fail(current, error, true);
}

process.on('uncaughtException', onStray);
process.on('unhandledRejection', onStray);

/** What comes while the script is being loaded waits for it; a wish to suspend is asked again. */
function hear(job, message) {
  if (job.receive) job.receive(message);
  else if (!message.suspend) job.untold.push(message);
}

async function* chunksFromWorker() {
  if (typeof Bun !== 'undefined') return yield* Bun.file(fromWorker).stream();
  const { Socket } = await import('node:net');
  yield* new Socket({ fd: fromWorker, readable: true, writable: false });
}

async function serve() {
  send({ type: 'ready' });
  let parts = [];
  for await (const chunk of chunksFromWorker()) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8');
      parts = [];
      rest = rest.subarray(end + 1);
      const message = parse(line);
      if (message.type === 'run') run(message).catch(() => process.exit(1));
      else if (message.type === 'tell' && message.id === current?.id) hear(current, message.message);
    }
    if (rest.length > 0) parts.push(Buffer.from(rest));
  }
  process.exit(0);
}

await serve();
