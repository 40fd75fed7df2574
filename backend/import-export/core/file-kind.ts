import { ItemPath } from '../../common/item-path.ts';
import { z } from 'zod';
import { fromYaml } from './canonical-yaml.ts';
import type { FileRemark, Files, WorkspaceItems } from './items.ts';

/** What a kind reads from and writes to. `taken` are the files that some kind has understood. */
export type Reading = { files: Files; items: WorkspaceItems; taken: Set<string>; problems: FileRemark[]; notes: FileRemark[] };

/** A kind of object with a file form. One file each; `file-kinds.ts` is the list. */
export type FileKind = {
  name: string;
  /** Adds the files of all objects of the kind. */
  write(items: WorkspaceItems, files: Files): void;
  /** Takes the files of the kind and adds their objects. */
  read(reading: Reading): void;
};

const ending = /\.(yaml|yml|json)$/;

/** Files with a suffix such as `.resource.yaml` (also `.yml` and `.json`), with what stands before it. */
export function filesNamed(files: Files, suffix: string): { file: string; stem: string }[] {
  return Object.keys(files)
    .sort()
    .flatMap((file) => {
      const bare = file.replace(ending, '');
      return bare !== file && bare.endsWith(suffix) ? [{ file, stem: bare.slice(0, -suffix.length) }] : [];
    });
}

/** Reads one YAML file under a schema; what is wrong becomes a problem that names the file and the field. */
export function readFields<Fields>(reading: Reading, file: string, schema: z.ZodType<Fields>): Fields | undefined {
  reading.taken.add(file);
  try {
    return schema.parse(fromYaml(reading.files[file] ?? '') ?? {});
  } catch (error) {
    reading.problems.push({ file, message: reasonOf(error) });
    return undefined;
  }
}

/** What an error says in one line, without the colon before the excerpt that the YAML reader adds, or a full stop: it stands within sentences. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
      .join('; ');
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
  return text.replace(/[:.]$/, '');
}

/** Whether what stands before the suffix is a path of an item; otherwise it is a problem. */
export function isItemPath(reading: Reading, file: string, stem: string): boolean {
  if (ItemPath.safeParse(stem).success) return true;
  reading.problems.push({ file, message: `"${stem}" is not a path: u/<user>/<name> or f/<folder>/<name>` });
  return false;
}
