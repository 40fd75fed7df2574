/**
 * Something that the person at the terminal can mend. The message is one paragraph: what happened, why, what to do.
 * It is printed without a stack.
 */
export class Problem extends Error {
  name = 'Problem';
}

/** Turns errors of the file system into a {@link Problem}; gives others back as they are. */
export function inWords(error, what) {
  const { code, message } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem(`${what} failed: the disk is full. Free about 2 GB and run the command again.`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Problem(`${what} failed: ${message}. This user may not write there. Run it as the owner of the folder, or clone Millrace into a folder of your own.`);
  }
  return error;
}
