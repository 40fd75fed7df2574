import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { environment, run } from './children.mjs';
import { place, root } from './places.mjs';
import { Problem } from './problem.mjs';
import { step } from './steps.mjs';

/** Folders whose TypeScript becomes JavaScript under `dist/`; `.tsx` is for the browser only. */
const serverRoots = ['backend', 'migrations', 'agents', 'components', 'cli', 'test/bench', 'test/support'];
const isServerSource = (path) => path.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(path);

/** What the pages are made of; of the server they may import contracts and pure parts only. */
const pageRoots = ['frontend', 'components', 'backend', 'agents', 'sdk/typescript'];
const isPageSource = (path) => !/\.spec\.tsx?$/.test(path) && (!path.startsWith('backend/') || /\.contract\.ts$|\/core\//.test(path));
const pageSettings = ['vite.config.ts', 'tsconfig.json', 'package-lock.json', 'backend/bootstrap/build.mjs'];

/** Builds what is stale: a build that would give the same again is not made. */
export async function build(node) {
  await buildServer(node);
  await buildPages(node);
}

async function buildServer(node) {
  const sources = contents(filesUnder(serverRoots).filter(isServerSource));
  const settings = digest(contents(['.swcrc', 'package-lock.json', 'backend/bootstrap/compile.mjs']));
  const known = readManifest('server');
  const before = known?.settings === settings ? known.files : {};
  const isPresent = (path) => existsSync(place('dist', path.replace(/\.ts$/, '.js')));
  const changed = Object.keys(sources).filter((path) => before[path] !== sources[path] || !isPresent(path));
  const gone = Object.keys(before).filter((path) => sources[path] === undefined);
  if (changed.length === 0 && gone.length === 0) return;
  await step('Building the server', async () => {
    const words = [place('backend/bootstrap/compile.mjs')];
    const { code, output } = await run(node.program, words, { env: environment(node.folder, { MILLRACE_COMPILE: JSON.stringify({ changed, gone }) }) });
    if (code !== 0) throw new Problem(`The server could not be built:\n${output.trim()}`);
    writeManifest('server', { settings, files: sources });
    return `Server built (${changed.length} file${changed.length === 1 ? '' : 's'})`;
  });
}

async function buildPages(node) {
  if (!existsSync(place('frontend/index.html'))) {
    process.stdout.write('  No pages to build: frontend/index.html is not there, so only the API will answer.\n');
    return;
  }
  const wanted = digest(contents([...filesUnder(pageRoots).filter(isPageSource), ...pageSettings]));
  if (readManifest('pages')?.digest === wanted && existsSync(place('dist/frontend/index.html'))) return;
  await step('Building the pages', async () => {
    const words = [place('node_modules/vite/bin/vite.js'), 'build', '--outDir', place('dist/frontend'), '--emptyOutDir', '--logLevel', 'warn'];
    if (!existsSync(place('vite.config.ts'))) words.splice(2, 0, place('frontend'));
    const { code, output } = await run(node.program, words, { env: environment(node.folder, { NODE_ENV: 'production' }) });
    if (code !== 0) throw new Problem(`The pages could not be built:\n${output.trim()}`);
    writeManifest('pages', { digest: wanted });
    return 'Pages built';
  });
}

function filesUnder(folders) {
  return folders.filter((folder) => existsSync(place(folder))).flatMap((folder) =>
    readdirSync(place(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
      .filter((path) => !path.includes('node_modules/')));
}

/** Path to hash of each file that is there; content and not time, so that a checkout makes nothing stale. */
function contents(paths) {
  const found = paths.filter((path) => existsSync(place(path))).sort();
  return Object.fromEntries(found.map((path) => [path, createHash('sha1').update(readFileSync(place(path))).digest('base64url')]));
}

const digest = (hashes) => createHash('sha256').update(JSON.stringify(hashes)).digest('base64url');
const manifestPath = (part) => place('dist', `.${part}.json`);

function readManifest(part) {
  try {
    return JSON.parse(readFileSync(manifestPath(part), 'utf8'));
  } catch {
    return undefined;
  }
}

function writeManifest(part, manifest) {
  writeFileSync(manifestPath(part), JSON.stringify(manifest));
}
