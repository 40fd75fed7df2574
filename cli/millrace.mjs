#!/usr/bin/env node
// The command line of Millrace: one file without dependencies for Node 20 and newer, so that a server can hand it out as it is.
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

const help = `millrace: run scripts and flows and carry a workspace as files

  millrace login <url> --workspace <name> --token <token>   remember where and as whom
  millrace run <path> [--args '{"a": 1}'] [key=value ...]   run a script, flow or agent, show its log, print its result
  millrace start <path> [...]                               run it without waiting; prints the id of the run
  millrace logs <run>                                       the log of a run; follows it while it goes on
  millrace list [folder]                                    scripts, flows and agents that you may see
  millrace pull [directory]                                 write the workspace as files
  millrace push [directory] [--message <text>] [--dry-run]  deploy the files that differ
  millrace whoami

  --url, --workspace and --token, or MILLRACE_URL, MILLRACE_WORKSPACE and MILLRACE_TOKEN, go before what was remembered.
  --quiet leaves the log out.`;

/** What went wrong, in words for the terminal; `code` is that of the server's answer. */
class Problem extends Error {
  constructor(message, code = null) {
    super(message);
    this.code = code;
  }
}

const options = {
  url: { type: 'string' }, workspace: { type: 'string' }, token: { type: 'string' }, args: { type: 'string' }, message: { type: 'string' }, 'dry-run': { type: 'boolean' }, quiet: { type: 'boolean' }, help: { type: 'boolean' },
};

const settingsFile = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'millrace', 'cli.json');

/** Where and as whom: options first, then the environment, then what `login` remembered. */
async function readConnection(values) {
  const remembered = await readFile(settingsFile, 'utf8').then((text) => JSON.parse(text), () => ({}));
  const url = values.url ?? process.env.MILLRACE_URL ?? remembered.url;
  const workspace = values.workspace ?? process.env.MILLRACE_WORKSPACE ?? remembered.workspace;
  const token = values.token ?? process.env.MILLRACE_TOKEN ?? remembered.token;
  const missing = Object.entries({ url, workspace, token }).filter(([, value]) => !value).map(([name]) => name);
  if (missing.length > 0) throw new Problem(`Missing: ${missing.join(', ')}. Give --${missing[0]}, set MILLRACE_${missing[0].toUpperCase()}, or run "millrace login" once.`);
  return { url: url.replace(/\/+$/, ''), workspace, token };
}

/** Calls the API of the workspace; an error of the server becomes a {@link Problem} with its code. */
async function call({ url, workspace, token }, path, { method = 'GET', body } = {}) {
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`${url}/api/w/${encodeURIComponent(workspace)}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }).catch((error) => {
    throw new Problem(`Cannot reach ${url}: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text);
    const places = (error.details?.problems ?? []).map(({ pointer, message }) => `\n  ${pointer || '/'}: ${message}`).join('');
    return new Problem(`${error.message} (${error.code})${places}`, error.code);
  } catch {
    return new Problem(`The server answered ${response.status}. Is the address right?`);
  }
}

const pathOf = (path) => path.split('/').map(encodeURIComponent).join('/');

/** Arguments of a run: `--args` as JSON, and `key=value` pairs, whose values are JSON where they are JSON and text otherwise. */
function argumentsOf(values, pairs) {
  const args = values.args === undefined ? {} : parseObject(values.args);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new Problem(`"${pair}" is not key=value.`);
    const text = pair.slice(at + 1);
    try {
      args[pair.slice(0, at)] = JSON.parse(text);
    } catch {
      args[pair.slice(0, at)] = text;
    }
  }
  return args;
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, as for what is JSON but no object.
  }
  throw new Problem('--args must be a JSON object, such as \'{"order_number": 1042}\'.');
}

/** Server-sent events of a stream, one after the other. */
async function* eventsOf(stream) {
  let buffer = '';
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    buffer += chunk;
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const event = lines.find((line) => line.startsWith('event: '))?.slice(7);
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
      if (event) yield { event, data };
    }
  }
}

/** Calls a route of whatever lies at a path: a script, or where there is none a flow or an agent. */
async function callRunnable(connection, route, path, args) {
  const at = (kind) => call(connection, `/jobs/${route}/${kind}/${pathOf(path)}`, { method: 'POST', body: args });
  try {
    return await at('p');
  } catch (error) {
    if (error.code !== 'script/not_found') throw error;
  }
  try {
    return await at('f');
  } catch (error) {
    if (error.code !== 'flow/not_found') throw error;
  }
  return await at('a').catch((error) => {
    throw error.code === 'agent/not_found' ? new Problem(`There is no script, flow or agent at "${path}", or you may not run it. "millrace list" shows what there is.`, error.code) : error;
  });
}

/** The log goes to stderr and only the result to stdout, so that the result can be piped on. */
async function run(connection, values, [path, ...pairs]) {
  requireWord(path, 'the path of a script, flow or agent');
  const response = await callRunnable(connection, 'run_and_stream', path, argumentsOf(values, pairs));
  for await (const { event, data } of eventsOf(response.body)) {
    if (event === 'log' && !values.quiet) process.stderr.write(logText(JSON.parse(data)));
    if (event === 'result') process.stdout.write(`${JSON.stringify(JSON.parse(data), null, 2)}\n`);
    if (event === 'error') throw new Problem(errorText(JSON.parse(data)));
  }
}

/** Lines of steps of a flow say of which. */
const logText = ({ step, text }) => (step === undefined ? text : text.replace(/^(?=.)/gm, `[${step}] `));

const errorText = ({ code, name, message, line }) => `${name && name !== 'Error' ? `${name}: ` : ''}${message}${line === undefined ? '' : ` (line ${line})`} (${code})`;

async function start(connection, values, [path, ...pairs]) {
  requireWord(path, 'the path of a script, flow or agent');
  const response = await callRunnable(connection, 'run', path, argumentsOf(values, pairs));
  process.stdout.write(`${await response.text()}\n`);
}

async function logs(connection, _values, [id]) {
  requireWord(id, 'the id of a run');
  for (let seq = 0, isComplete = false; !isComplete; ) {
    const page = await (await call(connection, `/jobs/${encodeURIComponent(id)}/logs?after_seq=${seq}`)).json();
    for (const { text } of page.chunks) process.stdout.write(text);
    isComplete = page.is_complete;
    if (page.next_seq === seq && !isComplete) await new Promise((wake) => setTimeout(wake, 500));
    seq = page.next_seq;
  }
}

async function list(connection, _values, [folder]) {
  for (const kind of ['scripts', 'flows', 'agents']) {
    const mark = { scripts: '', flows: '\t(flow)', agents: '\t(agent)' }[kind];
    for (let after = ''; after !== null; ) {
      const query = new URLSearchParams({ limit: '200', ...(folder ? { folder } : {}), ...(after ? { after } : {}) });
      const page = await (await call(connection, `/${kind}?${query}`)).json();
      for (const { path, summary } of page.items) process.stdout.write(`${path}${mark || summary ? `\t${summary}` : ''}${mark}\n`);
      after = page.next;
    }
  }
}

const exported = async (connection) => (await (await call(connection, '/export')).json()).files;

/** Writes what differs and deletes what is no longer there; never outside of the directory, and nothing that is not of the workspace. */
async function pull(connection, _values, [directory = '.']) {
  const files = await exported(connection);
  const here = await readTree(directory);
  const removed = Object.keys(here).filter((path) => !(path in files));
  const changed = Object.entries(files).filter(([path, text]) => here[path] !== text);
  for (const path of removed) await rm(placeOf(directory, path));
  for (const [path, text] of changed) {
    const file = placeOf(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  for (const path of removed) process.stdout.write(`- ${path}\n`);
  for (const [path] of changed) process.stdout.write(`${path in here ? '~' : '+'} ${path}\n`);
  process.stdout.write(`${Object.keys(files).length} files, ${changed.length} written, ${removed.length} removed.\n`);
}

async function push(connection, values, [directory = '.']) {
  const [here, there] = [await readTree(directory), await exported(connection)];
  const changed = Object.keys(here).filter((path) => here[path] !== there[path]);
  for (const path of changed) process.stdout.write(`${path in there ? '~' : '+'} ${path}\n`);
  const kept = Object.keys(there).filter((path) => !(path in here));
  if (kept.length > 0) process.stdout.write(`${kept.length} files are only on the server and stay there.\n`);
  if (changed.length === 0) return void process.stdout.write('Nothing differs.\n');
  if (values['dry-run']) return;
  const result = await (await call(connection, '/import', { method: 'POST', body: { files: withCompanions(here, changed), message: values.message ?? 'Pushed from the command line' } })).json();
  report(result);
}

/** An object is more than one file: what shares the name of a changed file goes along. */
function withCompanions(files, changed) {
  const stem = (path) => /^(.+(?:\.flow|__flow|\.app))\//.exec(path)?.[1] ?? path.replace(/(\.script)?\.(yaml|lock)$|\.[a-z]+(\.sql)?$/, '');
  const stems = new Set(changed.map(stem));
  return Object.fromEntries(Object.entries(files).filter(([path]) => stems.has(stem(path))));
}

function report({ items, notes, missing_secrets: secrets }) {
  for (const { kind, path, outcome, error } of items.filter((item) => item.outcome !== 'unchanged')) process.stdout.write(`${outcome.padEnd(9)} ${kind} ${path}${error ? `: ${error.message}` : ''}\n`);
  for (const { file, message } of notes) process.stdout.write(`note      ${file}: ${message}\n`);
  for (const secret of secrets) process.stdout.write(`secret    ${secret} has no value yet; type it in Millrace\n`);
  const failed = items.filter(({ outcome }) => outcome === 'failed').length;
  if (failed > 0) throw new Problem(`${failed} of ${items.length} could not be deployed; the others were.`);
}

/** Files that belong to a workspace, as text by their path with slashes. */
const isOfWorkspace = (path) => /^(?:[uf]\/.+|groups\/.+\.group\.yaml|users\/.+\.user\.yaml|settings\.yaml|[^/]+\.resource-type\.yaml)$/.test(path) && !path.split('/').some((part) => part.startsWith('.'));

async function readTree(directory) {
  const root = resolve(directory);
  if (!(await stat(root).then((found) => found.isDirectory(), () => false))) return {};
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/')).filter(isOfWorkspace);
  return Object.fromEntries(await Promise.all(paths.sort().map(async (path) => [path, await readFile(join(root, path), 'utf8')])));
}

/** A server cannot write where it likes. */
function placeOf(directory, path) {
  const root = resolve(directory);
  const file = resolve(root, path);
  if (!file.startsWith(root + sep) || !isOfWorkspace(path)) throw new Problem(`The server sent a file that does not belong into a workspace: ${JSON.stringify(path)}`);
  return file;
}

async function login(_connection, values, [url]) {
  const connection = await readConnection({ ...values, url: url ?? values.url });
  const me = await (await call(connection, '/me')).json();
  await mkdir(dirname(settingsFile), { recursive: true, mode: 0o700 });
  await writeFile(settingsFile, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  process.stdout.write(`You are ${me.username} (${me.role}) in ${connection.workspace} at ${connection.url}.\n`);
}

async function whoami(connection) {
  const { username, role, groups } = await (await call(connection, '/me')).json();
  process.stdout.write(`${username} (${role}) in ${connection.workspace} at ${connection.url}${groups.length > 0 ? `, in ${groups.join(', ')}` : ''}\n`);
}

function requireWord(word, meaning) {
  if (!word) throw new Problem(`Give ${meaning}. "millrace --help" shows how.`);
}

const commands = { login, run, start, logs, list, pull, push, whoami };

async function main() {
  const { values, positionals: [name, ...words] } = parseArgs({ options, allowPositionals: true });
  if (values.help || name === undefined || name === 'help') return void process.stdout.write(`${help}\n`);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Problem(`There is no command "${name}". "millrace --help" lists them.`);
  await command(command === login ? null : await readConnection(values), values, words);
}

main().catch((error) => {
  const isExpected = error instanceof Problem || error?.code?.startsWith?.('ERR_PARSE_ARGS');
  process.stderr.write(`${isExpected ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
});
