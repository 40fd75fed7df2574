import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the checkout. */
export const place = (...parts) => join(root, ...parts);

/** Things that can be made again at any time. */
export const cache = place('.cache');

/** Millrace's data folder, as the settings of the server see it. */
export const dataDirectory = () => resolve(root, process.env.MILLRACE_DATA_DIR || '.millrace');
