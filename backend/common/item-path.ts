import { z } from 'zod';
import { AppError } from './app-error.ts';

/** Longest path that is accepted, in characters. */
export const maximumPathLength = 255;

const segment = '[A-Za-z0-9_][A-Za-z0-9_.-]*';
const pattern = new RegExp(`^(u|f)/(${segment})((?:/${segment})+)$`);

/**
 * The path of an item: `u/<user>/<name>` or `f/<folder>/<name>`, where the name may have more segments. It is the identity
 * and the permission scope, so it is plain ASCII (no look-alikes), has no `.` or `..` segment, and is compared exactly.
 */
export const ItemPath = z
  .string()
  .max(maximumPathLength)
  .regex(pattern, 'A path is u/<user>/<name> or f/<folder>/<name>, of letters, digits, "_", "-" and "."')
  .meta({ id: 'ItemPath' });
/** The path of an item. */
export type ItemPath = z.infer<typeof ItemPath>;

/** The name of a folder, a group or a user within a workspace: one path segment. */
export const ItemName = z
  .string()
  .min(1)
  .max(60)
  .regex(new RegExp(`^${segment}$`), 'A name has letters, digits, "_", "-" and ".", and does not begin with "." or "-"')
  .meta({ id: 'ItemName' });

/** What a path says: whose it is. */
export type PathOwner = { space: 'user' | 'folder'; owner: string; name: string };

/** Takes a path apart. Throws `path/invalid` for what is not a path. */
export function parsePath(path: string): PathOwner {
  const match = path.length <= maximumPathLength ? pattern.exec(path) : null;
  if (path.length > maximumPathLength) throw new AppError('path/invalid', `${JSON.stringify(path.slice(0, 80))}… is too long for a path: it has ${path.length} characters, and at most ${maximumPathLength} are taken.`);
  if (!match) {
    throw new AppError('path/invalid', `${JSON.stringify(path.slice(0, 80))} is not a path. A path is u/<user>/<name> or f/<folder>/<name>, of letters, digits, "_", "-" and ".".`);
  }
  return { space: match[1] === 'u' ? 'user' : 'folder', owner: match[2] as string, name: (match[3] as string).slice(1) };
}
