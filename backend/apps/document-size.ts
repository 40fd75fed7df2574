import { AppError } from '../common/app-error.ts';
import { longestDocument, mostComponents, type AppDocument } from './app.contract.ts';
import { canonicalText } from './core/canonical.ts';
import { walk } from './core/tree.ts';

/** Throws when an app is larger than apps may be, whichever way its document came: as a whole, as a file, or by commands. */
export function requireSize(path: string, document: AppDocument): void {
  const components = [...walk(document)].length;
  if (components > mostComponents)
    throw new AppError('request/too_large', `"${path}" has ${components} components; at most ${mostComponents} are allowed. Divide it into several apps.`, {
      limit: mostComponents,
    });
  const length = canonicalText(document).length;
  if (length > longestDocument)
    throw new AppError(
      'request/too_large',
      `The document of "${path}" has ${Math.round(length / 1024)} KB; at most ${longestDocument / 1024} are allowed. Divide it into several apps.`,
      { limit: longestDocument },
    );
}
