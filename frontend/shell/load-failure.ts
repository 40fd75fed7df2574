// How browsers and the bundler call a file of a page that could not be fetched; there is no common type or code.
const messages = [/dynamically imported module/i, /importing a module script failed/i, /unable to preload css/i];

/** Whether the code of a page could not be fetched, as against a page that broke. */
export const isLoadFailure = (error: unknown): boolean => error instanceof Error && messages.some((message) => message.test(error.message));
