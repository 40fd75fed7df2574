/** Line between the two parts of a lock file. */
const separator = '//bun.lock';

/** A lock file taken apart: the generated `package.json` and the text of `bun.lock`. */
export type Lock = { packageJson: string; bunLock: string };

/** The text that is kept as the lock of a version. */
export function formatLock(lock: Lock): string {
  return `${lock.packageJson.trim()}\n${separator}\n${lock.bunLock.trim()}\n`;
}

/** Takes the text of a lock apart; `null` when it is not one. */
export function parseLock(text: string): Lock | null {
  const position = text.indexOf(`\n${separator}\n`);
  return position === -1 ? null : { packageJson: `${text.slice(0, position)}\n`, bunLock: text.slice(position + separator.length + 2) };
}
