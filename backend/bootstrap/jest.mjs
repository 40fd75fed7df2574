import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment, signalGroup, start } from './children.mjs';
import { cache, place } from './places.mjs';
import { duration } from './steps.mjs';

/** Runs one of the projects of `jest.config.js` and gives the counts of its report. A file that could not be run counts as failed. */
export async function runProject(node, name, { workers, limitMinutes }, words) {
  const report = join(cache, `test-${name}.json`);
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const jest = [place('node_modules/jest/bin/jest.js'), '--selectProjects', name, '--passWithNoTests', '--json', `--outputFile=${report}`, `--maxWorkers=${workers}`];
  const { child, ended } = start(node.program, [...flags, ...jest, ...words], { output: 'progress', env: environment(node.folder, { NODE_ENV: 'test' }) });
  let isLate = false;
  const limit = setTimeout(() => { isLate = true; signalGroup(child, 'SIGKILL'); }, limitMinutes * 60_000);
  const { code } = await ended;
  clearTimeout(limit);
  signalGroup(child, 'SIGKILL');
  if (isLate) process.stdout.write(`The ${name} tests did not end within ${duration(limitMinutes * 60_000)}.\n`);
  return counts(readReport(report), code);
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
