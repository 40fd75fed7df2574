import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { environment, run } from './children.mjs';
import { place, root } from './places.mjs';
import { step } from './steps.mjs';

const longest = 400;

/** Checks of the whole tree; each counts as one that passed or failed. */
export const checks = {
  lint: async (node) => both(await tool(node, 'Lint', ['oxlint/bin/oxlint', '--type-aware', '--max-warnings=0', '.']), await fileLengths()),
  types: (node) => tool(node, 'Types', ['typescript/bin/tsc', '-p', '.']),
  imports: (node) => tool(node, 'Import rules', ['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...sourceFolders]),
};

const sourceFolders = ['backend', 'frontend', 'components', 'agents', 'migrations', 'test', 'sdk/typescript', 'cli'].filter((folder) => existsSync(place(folder)));

const both = (first, second) => ({ passed: first.passed + second.passed, failed: first.failed + second.failed });

async function tool(node, name, [program, ...words]) {
  return await verdict(name, async () => {
    const { code, output } = await run(node.program, [place('node_modules', program), ...words], { env: environment(node.folder) });
    return code === 0 ? undefined : output.trim();
  });
}

/** Files stay small enough to be read at one sitting, also where the linter does not look. */
async function fileLengths() {
  return await verdict('File lengths', async () => {
    const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.css', '*.py', '*.sh', '*.sql'], { cwd: root, encoding: 'utf8' });
    const problems = tracked.split('\n').filter((path) => path !== '' && countLines(path) > longest).map((path) => `${path} has ${countLines(path)} lines; at most ${longest}`);
    return problems.length === 0 ? undefined : problems.join('\n');
  });
}

function countLines(path) {
  try {
    return readFileSync(place(path), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

async function verdict(name, work) {
  let problem;
  await step(name, async () => {
    problem = await work();
    if (problem !== undefined) throw new Error(problem);
    return name;
  }).catch((error) => { problem = error.message; });
  if (problem === undefined) return { passed: 1, failed: 0 };
  process.stdout.write(`${problem}\n\n`);
  return { passed: 0, failed: 1 };
}
