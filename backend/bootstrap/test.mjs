import { build } from './build.mjs';
import { checks } from './checks.mjs';
import { runProject } from './jest.mjs';
import { alone } from './lock.mjs';
import { cross, dim, duration, tick } from './steps.mjs';

/** Kinds of test in the order in which they run: what fails fast comes first. */
const projects = {
  unit: { workers: 2, limitMinutes: 15 },
  frontend: { workers: 2, limitMinutes: 15 },
  database: { workers: 2, limitMinutes: 30 },
  browser: { workers: 1, limitMinutes: 30, needsBuild: true },
  // They mostly wait, for leases to run out and for databases to come back.
  recovery: { workers: 3, limitMinutes: 30, needsBuild: true },
};

/**
 * `npm test`, or a part: `npm test -- lint|types|imports|unit|frontend|database|browser|recovery [words for Jest]`.
 * The last line is `N passed, N failed`; a check of the whole tree counts as one.
 */
export async function test(node, words) {
  const names = [...Object.keys(checks), ...Object.keys(projects)];
  const [chosen, ...rest] = words;
  if (chosen !== undefined && !names.includes(chosen)) {
    process.stderr.write(`There are no tests "${chosen}". There are: ${names.join(', ')}.\n`);
    return 1;
  }
  const wanted = chosen === undefined ? names : [chosen];
  const results = [];
  const begin = Date.now();
  try {
    for (const name of wanted) results.push({ name, ...(await runOne(node, name, rest)) });
  } catch (error) {
    results.push({ name: 'the run', passed: 0, failed: 1 });
    process.stderr.write(`${error.message}\n`);
  }
  return summarise(results, Date.now() - begin);
}

async function runOne(node, name, words) {
  if (checks[name] !== undefined) return await checks[name](node);
  if (projects[name].needsBuild) await alone(() => build(node));
  process.stdout.write(`\n${name}\n`);
  return await runProject(node, name, projects[name], words);
}

function summarise(results, milliseconds) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  process.stdout.write('\n');
  for (const result of results) {
    process.stdout.write(`${result.failed === 0 ? tick() : cross()} ${result.name} ${dim(`${result.passed} passed, ${result.failed} failed`)}\n`);
  }
  process.stdout.write(`${dim(duration(milliseconds))}\n`);
  if (passed + failed === 0) process.stdout.write('No test has run, which is not a success.\n');
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
