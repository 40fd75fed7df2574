import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './children.mjs';
import { npmProblem } from './npm-problem.mjs';
import { npmCommand, quietly } from './npm.mjs';
import { cache } from './places.mjs';
import { Problem } from './problem.mjs';
import { step } from './steps.mjs';

const wanted = '24.21.0';
const oldest = [24, 9];
const folder = join(cache, 'node');
const binaries = join(folder, 'node_modules', '.bin');

/**
 * The Node under which Millrace runs: the one that runs this file when it is new enough, else one from npm that is kept in
 * the cache. Gives its program and, when it is not the machine's, the folder to put first in the path.
 */
export async function findNode() {
  if (isNewEnough(process.versions.node)) return { program: process.execPath, folder: undefined, version: process.versions.node };
  const kept = keptVersion();
  if (kept === undefined) await step(`Fetching Node ${wanted} (this machine has ${process.versions.node})`, install);
  return { program: join(binaries, 'node'), folder: binaries, version: kept ?? wanted };
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function keptVersion() {
  if (!existsSync(join(binaries, 'node'))) return undefined;
  try {
    const version = execFileSync(join(binaries, 'node'), ['--version'], { encoding: 'utf8' }).trim().slice(1);
    return isNewEnough(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** The package with the program itself: the package `node` is only a script that fetches it, and scripts may be forbidden. */
function platformPackage() {
  const platform = `${process.platform}-${process.arch}`;
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform)) {
    throw new Problem(`Millrace runs on Linux and macOS, on x64 and arm64, and this is ${platform}. On Windows use WSL (https://learn.microsoft.com/windows/wsl).`);
  }
  return platform === 'darwin-arm64' ? `node-bin-${platform}` : `node-${platform}`;
}

async function install() {
  const specifier = `${platformPackage()}@${wanted}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const [command, ...words] = npmCommand(process.execPath);
  const { code, output } = await start(command, [...words, 'install', '--prefix', folder, '--ignore-scripts', '--no-package-lock', ...quietly, specifier]).ended;
  if (code !== 0) throw npmProblem(`Fetching ${specifier}`, output, 'Or install Node 24 yourself (https://nodejs.org) and run the command again.');
  if (keptVersion() === undefined) {
    throw new Problem(`The Node ${wanted} that npm has fetched does not run on this machine; it needs glibc 2.28 or newer. Install Node 24 yourself (https://nodejs.org) and run the command again.`);
  }
  return `Node ${wanted} fetched into .cache/node`;
}
