import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './places.mjs';
import { Problem } from './problem.mjs';

const log = join(cache, 'install.log');

/** Says in words why npm failed. All that npm wrote is kept in a file. */
export function npmProblem(what, output, otherWay = '') {
  mkdirSync(cache, { recursive: true });
  writeFileSync(log, output);
  return new Problem(`${what} failed. ${reason(output)}${otherWay === '' ? '' : ` ${otherWay}`}`);
}

function reason(output) {
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network)\b/.test(output)) {
    return 'The npm registry cannot be reached from here. Check the network, or the registry and proxy settings of npm (`npm config get registry`), and run the command again; what was fetched already is kept.';
  }
  if (/\b(ENOSPC|EDQUOT)\b/.test(output)) return 'The disk is full. Free about 2 GB and run the command again.';
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) return `This user may not write where npm needs to. Run it as the owner of this folder. npm's own words are in ${log}.`;
  if (/\b(E401|E403|ENEEDAUTH)\b/.test(output)) return `The npm registry refused access. Check the registry and its token in your npm settings. npm's own words are in ${log}.`;
  if (/\bE404|ETARGET\b/.test(output)) return `The npm registry does not have a package that is needed; a mirror may be behind. npm's own words are in ${log}.`;
  const first = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim()).find((line) => line !== '' && !line.startsWith('code '));
  return `npm says: ${first ?? 'nothing'}. The rest is in ${log}.`;
}
