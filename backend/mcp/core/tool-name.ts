import { sha256 } from '../../common/canonical-json.ts';

/** Longest name of a tool that every model takes. */
export const longestToolName = 64;
const hashLength = 6;
/** So much of a path stays where a hash is put behind it. */
export const stemLength = longestToolName - hashLength - 1;

/** SQL for {@link plainName}, over a column with paths. */
export const plainNameSql = (column: string): string => `regexp_replace(${column}, '[^A-Za-z0-9_-]', '_', 'g')`;

/** `f/support/refund_order` as a name: `f_support_refund_order`. Several paths may have the same. */
export const plainName = (path: string): string => path.replaceAll(/[^A-Za-z0-9_-]/g, '_');

/** What a tool is named after. */
export type NamedTool = { kind: string; path: string };

/**
 * The name of a tool: that of its path. Where it is too long, or another tool that the caller may use has it as well (`sharing`: how many have
 * it), a hash of kind and path goes behind it, on all of them: so that a name never comes to mean another tool than it did, and tells nothing of what
 * the caller may not see.
 */
export function toolName(tool: NamedTool, sharing: number): string {
  const plain = plainName(tool.path);
  return sharing === 1 && plain.length <= longestToolName ? plain : hashedName(tool);
}

const hashedName = (tool: NamedTool): string => `${plainName(tool.path).slice(0, stemLength)}_${sha256(`${tool.kind}:${tool.path}`).slice(0, hashLength)}`;

/** Names under which a tool of the given name may stand in the list: see {@link pickTool}. */
export function searchOf(name: string): { plain: string; stem: string | null } {
  const stem = new RegExp(`^(.+)_[0-9a-f]{${hashLength}}$`).exec(name)?.[1] ?? null;
  return { plain: name, stem };
}

/** The tool that a name means among those that it may mean. A name with its hash is good also when it stands alone by now; a plain one that several have means none. */
export function pickTool<Tool extends NamedTool>(name: string, candidates: readonly Tool[]): Tool | null {
  const plain = candidates.filter(({ path }) => plainName(path) === name);
  if (plain.length === 1 && name.length <= longestToolName) return plain[0] ?? null;
  return candidates.find((tool) => hashedName(tool) === name) ?? null;
}
