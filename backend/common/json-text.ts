/**
 * The text of a JSON value. A large one may stay the UTF-8 bytes that it came as: on the way from a runner to the database nobody reads it, and
 * making a string of it and bytes again would cost more than all the rest.
 */
export type JsonText = string | Buffer;

/** The text, to read it. */
export const textOf = (json: JsonText): string => (typeof json === 'string' ? json : json.toString());
