import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cache } from './places.mjs';

const file = join(cache, 'bootstrap.lock');

/** Lets one command at a time install and build in a checkout; a lock whose process is gone does not count. */
export async function alone(work) {
  mkdirSync(cache, { recursive: true });
  let isAnnounced = false;
  while (!take()) {
    if (!isAnnounced) process.stdout.write('  Waiting for another command that installs or builds here …\n');
    isAnnounced = true;
    await wait(300);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(file, { force: true });
    return false;
  }
}

function isHeld() {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder === 0) return true;
    process.kill(holder, 0);
    return holder !== process.pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
