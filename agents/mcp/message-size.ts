/** The largest message that is taken from a server: it is held in memory, several times over. */
export const largestMessageBytes = 8 * 1024 * 1024;

/** What the caller is told of a larger one. */
export const tooLargeMessage = `It sent more than ${largestMessageBytes / 1024 / 1024} MB in one message, which is more than is taken`;
