import { z } from 'zod';
import type { JsonObject } from '../../common/json.ts';
import type { LanguageName } from '../../languages/language.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, reasonOf, type FileKind, type Reading } from './file-kind.ts';
import { itemGrantFields, readGrants } from './file-grants.ts';
import type { ScriptItem } from './items.ts';
import { fromSettingsFields, SettingsFields, toSettingsFields } from './script-settings-fields.ts';

/** How files end by language; the first one is what is written. */
const endings: readonly (readonly [LanguageName, readonly string[]])[] = [
  ['bun', ['.ts', '.bun.ts']],
  ['python3', ['.py']],
  ['bash', ['.sh']],
  ['postgresql', ['.pg.sql', '.sql']],
];

/** Endings of languages that other tools have and this workspace cannot run yet. */
const foreignEndings = [
  '.deno.ts',
  '.fetch.ts',
  '.native.ts',
  '.my.sql',
  '.bq.sql',
  '.odb.sql',
  '.sf.sql',
  '.ms.sql',
  '.duckdb.sql',
  '.gql',
  '.go',
  '.ps1',
  '.php',
  '.rs',
  '.cs',
  '.nu',
  '.java',
  '.rb',
  '.r',
  '.playbook.yml',
];

const Fields = SettingsFields.extend({
  summary: z.string().max(300).default(''),
  description: z.string().max(20_000).default(''),
  lock: z.union([z.string(), z.array(z.string())]).nullish(),
  schema: z.record(z.string(), z.unknown()).nullish(),
  owners: z.array(z.string()).optional(),
  extra_perms: z.record(z.string(), z.boolean()).optional(),
});

/** The content of a script beside its description. */
type ContentFile = { file: string; stem: string; language: LanguageName };

/** Scripts: the source, `<path>.script.yaml` and `<path>.script.lock`. */
export const scriptFiles: FileKind = {
  name: 'script',
  write: (items, files) => {
    for (const script of items.scripts) {
      const lockFile = `${script.path}.script.lock`;
      files[script.path + endingOf(script.language)] = script.content;
      if (script.lock !== '') files[lockFile] = script.lock;
      const { summary, description, schema, settings, grants } = script;
      files[`${script.path}.script.yaml`] = toYaml({
        summary,
        description,
        kind: 'script',
        schema,
        ...toSettingsFields(settings),
        ...itemGrantFields(grants),
        lock: script.lock === '' ? '' : `!inline ${lockFile}`,
      });
    }
  },
  read: (reading) => {
    const contents = contentFiles(reading);
    const described = filesNamed(reading.files, '.script');
    for (const { file, stem } of described) readScript(reading, stem, file, contents.get(stem));
    for (const [stem, content] of contents) if (!described.some((each) => each.stem === stem)) readScript(reading, stem, null, content);
  },
};

/** How the file of a source ends; `''` for a language that is none of ours. */
export const endingOf = (language: string): string => endings.find(([name]) => name === language)?.[1][0] ?? '';

/**
 * Sources by path. A description beside a file decides how its name is read, since a path may hold dots itself; without one
 * the longest ending counts. The parts of flows and apps lie in folders with a dot in their name and are theirs.
 */
function contentFiles(reading: Reading): Map<string, ContentFile> {
  const described = new Set(filesNamed(reading.files, '.script').map(({ stem }) => stem));
  const known = endings
    .flatMap(([language, all]) => all.map((ending) => ({ language, ending })))
    .sort((left, right) => right.ending.length - left.ending.length);
  const found = new Map<string, ContentFile>();
  for (const file of Object.keys(reading.files).sort()) {
    if (!/^[uf]\//.test(file)) continue;
    const readings = known
      .filter(({ ending }) => file.endsWith(ending))
      .map(({ ending, language }) => ({ file, language, stem: file.slice(0, -ending.length) }));
    const certain = readings.find(({ stem }) => described.has(stem));
    const isPart = /\.(flow|app|raw_app|inline_script)[./]|__(flow|app|raw_app|mod|dbt)\//.test(file);
    const foreign = foreignEndings.find((ending) => file.endsWith(ending));
    if (!certain && isPart) continue;
    if (!certain && foreign) reading.notes.push({ file, message: `Left out: there is no language for ${foreign} files` });
    const chosen = certain ?? (foreign ? undefined : readings[0]);
    if (chosen) found.set(chosen.stem, chosen);
    if (chosen || foreign) reading.taken.add(file);
  }
  return found;
}

function readScript(reading: Reading, path: string, file: string | null, content: ContentFile | undefined): void {
  const fields = file === null ? Fields.parse({}) : readFields(reading, file, Fields);
  const where = file ?? content?.file ?? path;
  if (!fields || !isItemPath(reading, where, path)) return;
  if (!content) {
    const isForeign = foreignEndings.some((ending) => `${path}${ending}` in reading.files);
    if (!isForeign) reading.problems.push({ file: where, message: `There is no source beside it, such as ${path}.ts` });
    return;
  }
  try {
    const script: ScriptItem = {
      path,
      language: content.language,
      content: reading.files[content.file] ?? '',
      lock: readLock(reading, path, fields.lock),
      summary: fields.summary,
      description: fields.description,
      schema: (fields.schema ?? {}) as JsonObject,
      settings: fromSettingsFields(fields),
      grants: readGrants(fields),
    };
    reading.items.scripts.push(script);
  } catch (error) {
    reading.problems.push({ file: where, message: reasonOf(error) });
  }
}

/** Either the text itself, as one string or line by line, or the name of the file that holds it. */
function readLock(reading: Reading, path: string, lock: string | string[] | null | undefined): string {
  const beside = `${path}.script.lock`;
  if (beside in reading.files) reading.taken.add(beside);
  const text = Array.isArray(lock) ? lock.join('\n') : (lock ?? `!inline ${beside}`);
  if (!text.startsWith('!inline ')) return text;
  const file = text.slice('!inline '.length).trim();
  if (file in reading.files) reading.taken.add(file);
  return reading.files[file] ?? '';
}
