import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment, signalGroup, start } from './children.mjs';
import { cache, place } from './places.mjs';
import { duration } from './steps.mjs';

const leakLimitMs = 10_000;

/** Runs one of the projects of `jest.config.js` and gives the counts of its report. A file that could not be run counts as failed. */
export async function runProject(node, name, { workers, limitMinutes }, words) {
  const report = join(cache, `test-${name}.json`);
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const jest = [place('node_modules/jest/bin/jest.js'), '--selectProjects', name, '--passWithNoTests', '--json', `--outputFile=${report}`, `--maxWorkers=${workers}`];
  const { child, ended } = start(node.program, [...flags, ...jest, ...words], { output: 'progress', env: environment(node.folder, { NODE_ENV: 'test' }) });
  const problem = await endOf({ child, ended }, report, limitMinutes * 60_000);
  if (problem !== undefined) process.stdout.write(`The ${name} tests ${problem}.\n`);
  return counts(readReport(report), problem === undefined ? (await ended).code : 1);
}

/** Waits for Jest; gives what went wrong when it has to be ended. Everything that its tests left running ends with it. */
async function endOf({ child, ended }, report, limitMs) {
  let problem;
  const end = (reason) => { problem = reason; signalGroup(child, 'SIGKILL'); };
  const limit = setTimeout(() => end(`did not end within ${duration(limitMs)}`), limitMs);
  let reportedAt;
  const watch = setInterval(() => {
    if (!existsSync(report)) return;
    reportedAt ??= Date.now();
    if (Date.now() - reportedAt > leakLimitMs) end('are done, but left something open that keeps the process alive');
  }, 500);
  await ended;
  clearTimeout(limit);
  clearInterval(watch);
  signalGroup(child, 'SIGKILL');
  return problem;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Jest may fail without a failed test: its own set-up, or a leak. That is one failure more, so that it is seen. */
function counts(report, code) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
