import { environment, run } from './children.mjs';
import { place } from './places.mjs';

/** Writes the table of settings into the README: `npm run docs:settings`. */
export async function writeSettings(node) {
  const { code } = await run(node.program, ['--disable-warning=ExperimentalWarning', place('backend/config/write-settings-table.ts')], { output: 'inherit', env: environment(node.folder) });
  return code;
}
