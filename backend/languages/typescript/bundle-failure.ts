import { DependencyFailure, ScriptFailure, type Source, type ToolFailure } from '../language.ts';
import { withoutAddresses } from '../registry-answer.ts';
import { positionAt } from '../source-position.ts';
import { readSource } from './reader.ts';
import { classifySpecifier } from './specifier.ts';

/** One message of the bundler with the place that it names. */
type Problem = { message: string; file: string; line: number; column: number };

function problemsOf(failure: ToolFailure): Problem[] {
  return [...failure.stderr.matchAll(/^error: (.*)\n\s+at (.*):(\d+):(\d+)$/gm)].map(([, message = '', file = '', line, column]) => ({
    message,
    file,
    line: Number(line),
    column: Number(column),
  }));
}

/** Names of modules that packages (not the script) ask for and that are not there; empty when anything else is wrong too. */
export function unresolvedInPackages(failure: ToolFailure): string[] {
  const problems = problemsOf(failure);
  const names = problems.flatMap(({ message, file }) =>
    /[\\/](node_modules|packages|downloads)[\\/]/.test(file) ? (/^Could not resolve: "([^"]+)"/.exec(message)?.[1] ?? []) : [],
  );
  return names.length === problems.length ? [...new Set(names)] : [];
}

/** What is told of a script that cannot be bundled: the first thing that is wrong, at its place in the author's file. */
export async function bundleFailure(failure: ToolFailure, source: Source): Promise<Error> {
  const [first] = problemsOf(failure);
  if (!first) return new ScriptFailure({ name: 'BuildError', message: withoutAddresses(failure.stderr || failure.message), code: 'script/build_failed' });
  const isEntry = first.file.endsWith(`/source/${source.path}.ts`);
  const line = isEntry ? first.line : undefined;
  const missing = /^Could not resolve: "([^"]+)"/.exec(first.message)?.[1];
  if (missing !== undefined)
    return new DependencyFailure(
      await asWritten(missing, line, source),
      missing.startsWith('.') ? 'there is no such script in this workspace.' : 'the lock of this version does not have it. Deploy the script again.',
      line ?? null,
    );
  const place = isEntry ? '' : ` (in ${first.file.replace(/^.*\/source\//, '')}:${first.line})`;
  return new ScriptFailure({
    name: 'BuildError',
    message: first.message + place,
    code: 'script/build_failed',
    ...(isEntry ? { line: first.line, column: first.column } : {}),
  });
}

/** The import as the author wrote it: the bundler knows it only by the file that it was turned into. */
async function asWritten(missing: string, line: number | undefined, source: Source): Promise<string> {
  if (!missing.startsWith('.') || line === undefined) return missing;
  const { imports } = await readSource(source.content);
  const written = imports.find(({ specifier, start }) => classifySpecifier(specifier) === 'script' && positionAt(source.content, start).line === line);
  return written?.specifier ?? missing;
}
