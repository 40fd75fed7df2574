// The commands of package.json. Plain JavaScript without dependencies for Node 20 and newer: it brings a fresh clone to
// where everything else can run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from './bench.mjs';
import { build } from './build.mjs';
import { endAll } from './children.mjs';
import { installDependencies } from './install.mjs';
import { alone } from './lock.mjs';
import { completeLockfile } from './lockfile.mjs';
import { findNode } from './node.mjs';
import { cache } from './places.mjs';
import { inWords } from './problem.mjs';
import { assertPortFree, serve } from './serve.mjs';
import { writeSettings } from './settings.mjs';
import { cross, paragraph, stepCount, tick } from './steps.mjs';
import { test } from './test.mjs';

const commands = {
  start: async () => {
    if (process.env.MILLRACE_MODE !== 'worker') await assertPortFree();
    return await serve(await prepare(), undefined);
  },
  worker: async () => serve(await prepare(), 'worker'),
  test: async (words) => test(await prepare({ isBuilt: false }), words),
  bench: async (words) => bench(await prepare(), words),
  build: async () => { await prepare(); return 0; },
  lock: () => completeLockfile(),
  settings: async () => writeSettings(await prepare({ isBuilt: false })),
};

/** Node, dependencies and build, each only when it is needed. */
async function prepare({ isBuilt = true } = {}) {
  return await alone(async () => {
    const node = await findNode();
    await installDependencies(node);
    if (isBuilt) await build(node);
    if (isBuilt && stepCount() === 0) process.stdout.write(`${tick()} Node ${node.version}, dependencies and build are up to date\n`);
    return node;
  });
}

const onEarlySignal = () => { endAll(); process.exit(130); };

async function main([name, ...words]) {
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`There is no command "${name ?? ''}". There are: ${Object.keys(commands).join(', ')}.\n`);
    return 1;
  }
  try {
    return await command(words);
  } catch (error) {
    return report(inWords(error, 'The command'), name);
  }
}

function report(error, name) {
  endAll();
  if (error.name === 'Problem') {
    process.stderr.write(`${cross()} ${error.message.split('\n').map((line, index) => (index === 0 ? paragraph(line) : line)).join('\n')}\n`);
    return 1;
  }
  mkdirSync(cache, { recursive: true });
  const log = join(cache, 'bootstrap.log');
  writeFileSync(log, `${error.stack ?? error}\n`);
  process.stderr.write(`${cross()} ${paragraph(`npm ${name} failed in a way that Millrace does not know: ${error.message}. Details are in ${log}.`)}\n`);
  return 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { if (process.listenerCount(signal) === 0) onEarlySignal(); });
process.exitCode = await main(process.argv.slice(2));
