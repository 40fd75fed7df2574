import { fileKinds } from './file-kinds.ts';
import { noItems, type FileRemark, type Files, type WorkspaceItems } from './items.ts';

/** What a tree of files holds. With problems nothing should be imported; notes tell what is left out. */
export type ReadFiles = { items: WorkspaceItems; problems: FileRemark[]; notes: FileRemark[] };

/** Files that belong to a repository and not to the workspace. */
const ownFiles =
  /(^|\/)(README\.md|LICENSE|\.gitignore|\.gitattributes|wmill\.yaml|wmill-lock\.yaml|millrace\.yaml|rt\.d\.ts|AGENTS\.md|CLAUDE\.md|package\.json|tsconfig\.json|seed\.sql)$|^\.git\//;

/** Writes a workspace as files. The same workspace gives the same bytes. */
export function toFiles(items: WorkspaceItems): Files {
  const files: Files = {};
  for (const kind of fileKinds) kind.write(items, files);
  return Object.fromEntries(Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Reads a workspace from files. Never throws: what is wrong is told file by file. */
export function fromFiles(files: Files): ReadFiles {
  const reading = { files, items: noItems(), taken: new Set<string>(), problems: [] as FileRemark[], notes: [] as FileRemark[] };
  for (const kind of fileKinds) kind.read(reading);
  for (const file of Object.keys(files).sort()) {
    if (!reading.taken.has(file) && !ownFiles.test(file)) reading.notes.push({ file, message: 'Left out: not a kind of file that can be imported' });
  }
  const { items, problems, notes } = reading;
  return { items, problems, notes };
}
