import { AppError } from '../common/app-error.ts';

/** Says that an item is not at the version that its editor began from. */
export function versionConflict(path: string, current: { version: number } | null): AppError {
  const now = current ? `it is at version ${current.version}` : 'it is not there any more';
  return new AppError('item/version_conflict', `"${path}" was changed since you began: ${now}. Look at what changed, then save on top of it.`, {
    path,
    current_version: current?.version ?? 0,
  });
}
