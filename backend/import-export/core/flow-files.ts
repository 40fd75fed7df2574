import { z } from 'zod';
import type { JsonObject } from '../../common/json.ts';
import { codeOf } from '../../flows/core/code-places.ts';
import { FlowValue } from '../../flows/flow.contract.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, type FileKind, type Reading } from './file-kind.ts';
import { itemGrantFields, readGrants } from './file-grants.ts';
import type { FlowItem } from './items.ts';
import { endingOf } from './script-files.ts';
import { uniqueName } from './unique-name.ts';

/** What stands before the name of the file of a value. */
const inline = '!inline ';

const Fields = z.object({
  summary: z.string().max(300).nullish(),
  description: z.string().max(20_000).nullish(),
  value: FlowValue,
  schema: z.record(z.string(), z.unknown()).nullish(),
  tag: z.string().max(60).nullish(),
  owners: z.array(z.string()).optional(),
  extra_perms: z.record(z.string(), z.boolean()).optional(),
});

/** Flows: `<path>.flow/flow.yaml`, with the code of each step, or tool of an agent, and its lock in files beside it. */
export const flowFiles: FileKind = {
  name: 'flow',
  write: (items, files) => {
    for (const flow of items.flows) writeFlow(flow, files);
  },
  read: (reading) => {
    for (const { file, path, folder } of flowFilesOf(reading)) {
      const fields = readFields(reading, file, Fields);
      if (fields && isItemPath(reading, file, path)) readFlow(reading, file, folder, path, fields);
    }
  },
};

/** Where the parts of a flow lie. */
export const flowFolder = (path: string): string => `${path}.flow/`;

function writeFlow({ path, summary, description, value: given, schema, tag, grants }: FlowItem, files: Record<string, string>): void {
  const folder = flowFolder(path);
  const value = structuredClone(given);
  const names = new Set<string>();
  for (const { id, value: code } of codeOf(value)) {
    const name = uniqueName(id, names);
    const file = `${name}.inline_script${endingOf(code.language) || '.txt'}`;
    files[folder + file] = code.content;
    code.content = inline + file;
    if (!code.lock) continue;
    files[`${folder}${name}.inline_script.lock`] = code.lock;
    code.lock = `${inline}${name}.inline_script.lock`;
  }
  files[`${folder}flow.yaml`] = toYaml({ summary, description, value, schema, tag: tag ?? undefined, ...itemGrantFields(grants) });
}

/** A flow as one file (`x.flow.json`), or as a folder in either of the two ways in which tools name it. */
function flowFilesOf({ files }: Reading): { file: string; path: string; folder: string }[] {
  const folders = Object.keys(files)
    .sort()
    .flatMap((file) => {
      const [, path, ending] = /^(.+)(\.flow|__flow)\/flow\.(?:yaml|yml|json)$/.exec(file) ?? [];
      return path && ending ? [{ file, path, folder: `${path}${ending}/` }] : [];
    });
  return [...folders, ...filesNamed(files, '.flow').map(({ file, stem }) => ({ file, path: stem, folder: flowFolder(stem) }))];
}

function readFlow(reading: Reading, file: string, folder: string, path: string, fields: z.infer<typeof Fields>): void {
  const { value, summary, description, schema, tag } = fields;
  const missing: string[] = [];
  const textOf = (given: string, isNeeded: boolean): string => {
    if (!given.startsWith(inline)) return given;
    const name = folder + given.slice(inline.length).trim();
    const text = Object.hasOwn(reading.files, name) ? reading.files[name] : undefined;
    if (text === undefined && isNeeded) missing.push(name);
    if (text !== undefined) reading.taken.add(name);
    return text ?? '';
  };
  for (const { value: code } of codeOf(value)) {
    code.content = textOf(code.content, true);
    const lock = textOf(code.lock ?? '', false);
    delete code.lock;
    if (lock !== '') code.lock = lock;
  }
  for (const name of missing) reading.problems.push({ file, message: `The file ${name} that it names is not there` });
  if (missing.length > 0) return;
  reading.items.flows.push({
    path,
    summary: summary ?? '',
    description: description ?? '',
    value,
    schema: (schema ?? {}) as JsonObject,
    tag: tag ?? null,
    grants: readGrants(fields),
  });
}
