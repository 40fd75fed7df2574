import { environment, run } from './children.mjs';
import { place } from './places.mjs';

/** Measures: `npm run bench -- [names]`. */
export async function bench(node, words) {
  const { code } = await run(node.program, ['--enable-source-maps', place('dist/test/bench/main.js'), ...words], { output: 'inherit', env: environment(node.folder) });
  return code;
}
