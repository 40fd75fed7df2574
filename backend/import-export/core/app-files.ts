import { z } from 'zod';
import { canonicalDocument } from '../../apps/core/canonical.ts';
import { AppDocument, AppPage } from '../../apps/app.contract.ts';
import { fromYaml, toYamlAsOrdered } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, reasonOf, type FileKind, type Reading } from './file-kind.ts';
import { itemGrantFields, readGrants } from './file-grants.ts';
import type { AppItem } from './items.ts';
import { endingOf } from './script-files.ts';
import { uniqueName } from './unique-name.ts';

/** What stands before the name of the file of a value. */
const inline = '!inline ';

/** Names of the files of the pages, in the order of the navigation. */
const pageNames = z
  .array(z.string().regex(/^[A-Za-z0-9_]+$/, 'the name of a file in pages/, without .yaml'))
  .min(1)
  .max(100);

const Fields = z
  .object({ ...AppDocument.shape, pages: pageNames })
  .extend({
    summary: z.string().max(300).nullish(),
    description: z.string().max(20_000).nullish(),
    owners: z.array(z.string()).optional(),
    extra_perms: z.record(z.string(), z.boolean()).optional(),
  })
  .strict();

/** Apps: `<path>.app/app.yaml` with what all pages share, and one file for each page in `pages/` beside it. */
export const appFiles: FileKind = {
  name: 'app',
  write: (items, files) => {
    for (const app of items.apps) writeApp(app, files);
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.app/app')) {
      if (isOfOtherTool(reading, file)) continue;
      const fields = readFields(reading, file, Fields);
      if (fields && isItemPath(reading, file, stem)) readApp(reading, file, stem, fields);
    }
  },
};

/** Where the parts of an app lie. */
export const appFolder = (path: string): string => `${path}.app/`;

function writeApp({ path, summary, description, document, grants }: AppItem, files: Record<string, string>): void {
  const { pages, ...shared } = writeCode(path, canonicalDocument(document), files);
  const taken = new Set<string>();
  const names = pages.map(({ id }) => uniqueName(id, taken));
  const grantFields = itemGrantFields(grants);
  files[`${appFolder(path)}app.yaml`] = toYamlAsOrdered({ summary, description, ...shared, pages: names, ...grantFields });
  pages.forEach((page, index) => (files[`${appFolder(path)}pages/${String(names[index])}.yaml`] = toYamlAsOrdered(page)));
}

/** The code of actions in files beside the app, as editors and reviewers want it. */
function writeCode(path: string, document: AppDocument, files: Record<string, string>): AppDocument {
  const names = new Set<string>();
  const actions = document.actions.map((action) => {
    if (action.run.kind !== 'inline') return action;
    const { lock, ...run } = action.run;
    const file = `${uniqueName(action.id, names)}.inline_script`;
    const [content, locked] = [`${file}${endingOf(run.language)}`, `${file}.lock`];
    files[appFolder(path) + content] = run.content;
    if (lock) files[appFolder(path) + locked] = lock;
    return { ...action, run: { ...run, content: inline + content, ...(lock ? { lock: inline + locked } : {}) } };
  });
  return { ...document, actions };
}

/** Puts the files of code back into the document. */
function readCode(reading: Reading, file: string, path: string, document: AppDocument): AppDocument {
  const textOf = (given: string): string => {
    if (!given.startsWith(inline)) return given;
    const name = appFolder(path) + given.slice(inline.length).trim();
    const text = Object.hasOwn(reading.files, name) ? reading.files[name] : undefined;
    if (text === undefined) reading.problems.push({ file, message: `The file ${name} that it names is not there` });
    else reading.taken.add(name);
    return text ?? '';
  };
  const actions = document.actions.map((action) => {
    if (action.run.kind !== 'inline') return action;
    const { lock, ...run } = action.run;
    return { ...action, run: { ...run, content: textOf(run.content), ...(lock ? { lock: textOf(lock) } : {}) } };
  });
  return { ...document, actions };
}

/** Other tools keep apps in files of the same name; theirs have no pages. */
function isOfOtherTool(reading: Reading, file: string): boolean {
  let content: unknown;
  try {
    content = fromYaml(reading.files[file] ?? '');
  } catch {
    return false;
  }
  if (typeof content !== 'object' || content === null || 'pages' in content) return false;
  reading.taken.add(file);
  reading.notes.push({ file, message: 'Left out: it names no pages, so it is an app of another tool' });
  return true;
}

function readApp(
  reading: Reading,
  file: string,
  path: string,
  { summary, description, owners, extra_perms, pages: names, ...shared }: z.infer<typeof Fields>,
): void {
  const pages: AppPage[] = [];
  for (const name of names) {
    const pageFile = ['yaml', 'yml', 'json'].map((ending) => `${appFolder(path)}pages/${name}.${ending}`).find((candidate) => candidate in reading.files);
    if (pageFile === undefined) {
      reading.problems.push({ file, message: `The page ${appFolder(path)}pages/${name}.yaml that it names is not there` });
      continue;
    }
    const page = readFields(reading, pageFile, AppPage);
    if (page) pages.push(page);
  }
  if (pages.length < names.length) return;
  try {
    const document = readCode(reading, file, path, AppDocument.parse({ ...shared, pages }));
    reading.items.apps.push({ path, summary: summary ?? '', description: description ?? '', document, grants: readGrants({ owners, extra_perms }) });
  } catch (error) {
    reading.problems.push({ file, message: reasonOf(error) });
  }
}
