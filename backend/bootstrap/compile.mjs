// Compiles the TypeScript files that are named in the environment to JavaScript under dist/, and removes what became of
// files that are gone. A process of its own, because the compiler comes from node_modules.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { transformFile } from '@swc/core';
import { place } from './places.mjs';

const { changed, gone } = JSON.parse(process.env.MILLRACE_COMPILE);
const target = (path) => place('dist', path.replace(/\.ts$/, '.js'));
const failures = [];

async function compile(path) {
  try {
    const { code, map } = await transformFile(place(path), { swcrc: true, configFile: place('.swcrc'), cwd: place(), sourceFileName: place(path) });
    const file = target(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, map === undefined ? code : `${code}\n//# sourceMappingURL=${basename(file)}.map\n`);
    if (map !== undefined) writeFileSync(`${file}.map`, map);
  } catch (error) {
    failures.push(`${path}\n${error.message}`);
  }
}

mkdirSync(place('dist'), { recursive: true });
for (const path of gone) for (const file of [target(path), `${target(path)}.map`]) rmSync(file, { force: true });
await Promise.all(changed.map(compile));
if (failures.length > 0) {
  process.stderr.write(`${failures.join('\n\n')}\n`);
  process.exitCode = 1;
}
