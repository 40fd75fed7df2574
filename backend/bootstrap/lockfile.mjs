import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { npmCommand } from './npm.mjs';
import { place } from './places.mjs';

/**
 * Optional packages (the builds of a native package for other platforms) that a lockfile lacks. npm leaves them out when it
 * writes the lockfile beside an existing node_modules, and `npm ci` then refuses the whole lockfile.
 */
export function missingOptional(packages) {
  return Object.entries(packages).flatMap(([path, entry]) => Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => find(packages, path, name) === undefined)
    .map(([name, version]) => ({ name, version, path: freePath(packages, path, name), isDev: entry.dev === true })));
}

/** Looks a package up as Node does: from the inner node_modules outwards. */
function find(packages, path, name) {
  for (let folder = path; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const entry = packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    if (entry !== undefined && (entry.version === undefined || path === '' || wants(packages[path], name, entry.version))) return entry;
    if (folder === '') return undefined;
  }
}

const wants = (entry, name, version) => { const wanted = entry.optionalDependencies[name]; return !/^\d/.test(wanted) || wanted === version; };
const freePath = (packages, path, name) => (packages[`node_modules/${name}`] === undefined ? `node_modules/${name}` : `${path}/node_modules/${name}`);

/** `npm run lock`: adds what {@link missingOptional} finds, with the platforms that the registry tells. */
export function completeLockfile() {
  const file = place('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  let added = 0;
  // One at a time: where the next one may lie depends on it.
  for (let [next] = missingOptional(lock.packages); next !== undefined; [next] = missingOptional(lock.packages)) {
    lock.packages[next.path] = { version: next.version, ...platformOf(next.name), ...(next.isDev ? { dev: true } : {}), optional: true };
    added += 1;
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([first], [second]) => first.localeCompare(second, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${added} packages added to package-lock.json.\n`);
  return 0;
}

function platformOf(name) {
  const [command, ...words] = npmCommand(process.execPath);
  const answer = JSON.parse(execFileSync(command, [...words, 'view', name, 'os', 'cpu', 'libc', 'license', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const { os, cpu, libc, license } = Array.isArray(answer) ? answer.at(-1) : answer;
  const list = (value) => (value === undefined ? undefined : [value].flat());
  return { os: list(os), cpu: list(cpu), libc: list(libc), license };
}
