import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** A Chromium to start, and the environment that it needs. */
export type Chromium = { executablePath: string; environment: Record<string, string> };

// The benchmarks use this from `dist/test/support`.
const root = resolve(import.meta.dirname, '../..').replace(/[/\\]dist$/, '');
const bundle = join(root, 'node_modules/@sparticuz/chromium');
const parts = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

/**
 * The browser of `CHROMIUM_PATH`, else the one that the package ships compressed: unpacked once into the cache, nothing is
 * downloaded. Its package also brings the libraries that a bare machine lacks; they are used only there.
 */
export async function findChromium(): Promise<Chromium> {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return { executablePath: given, environment: ownEnvironment() };
  const folder = await unpack();
  const executablePath = join(folder, 'chromium');
  const libraries: Record<string, string> = needsLibraries(executablePath) ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {};
  return { executablePath, environment: { ...ownEnvironment(), FONTCONFIG_PATH: join(folder, 'fonts'), ...libraries } };
}

function ownEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '/tmp' } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8' };
}

/** Unpacks aside and renames, so that a break in the middle, or two test runs at once, leave no half of a browser. */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(bundle, 'package.json'), 'utf8')) as { version: string };
  const folder = join(root, '.cache/chromium', version);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  // The package unpacks into the temporary folder of its process and nowhere else.
  const script = `import { inflate } from '@sparticuz/chromium'; for (const part of ${JSON.stringify(parts)}) await inflate(${JSON.stringify(`${bundle}/bin/`)} + part);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env: { ...process.env, TMPDIR: partial } });
  if (existsSync(folder)) rmSync(partial, { recursive: true, force: true });
  else renameSync(partial, folder);
  return folder;
}

function needsLibraries(program: string): boolean {
  if (process.platform !== 'linux' || !existsSync(dirname(program))) return false;
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes('not found');
  } catch {
    return true;
  }
}
