import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { assetPath } from '../assets.ts';
import { HelperGaveUp, HelperProcess } from '../helper-process.ts';
import type { SourceProblem } from '../language.ts';
import { runTool } from '../toolchain.ts';
import { findInterpreter, missingPython } from './interpreter.ts';

/** An argument as the parser describes it, before the names of resources are known. */
export type RawArgument = { name: string; schema: JsonObject; isRequired: boolean; isPositionalOnly: boolean; isConverted: boolean };

/** An `import` of a module from outside of the workspace. */
export type RawModule = { module: string; names: string[]; line: number; pin: string | null };

/** An `import` of another script: `level` dots, or none for `from f.folder.x import y`. */
export type RawScriptImport = { level: number; module: string; names: string[]; line: number };

/** A line of a `# requirements:` block. */
export type RawRequirement = { requirement: string; line: number };

/** Everything that the parser reads from a source. */
export type ParsedSource = {
  signature: { arguments: RawArgument[]; hasMain: boolean; description: string; problems: SourceProblem[]; resources: string[]; result?: JsonObject; isWorkflow?: boolean };
  imports: { modules: RawModule[]; relative: RawScriptImport[]; requirements: RawRequirement[]; extra: RawRequirement[] };
};

const helper = new HelperProcess({
  launch: async () => {
    const interpreter = await findInterpreter({ runTool });
    if (interpreter === null)
      throw new AppError('language/unavailable', `Python cannot be read here: ${missingPython} Install it on the server, then try again.`, {
        language: 'python3',
      });
    return [interpreter.binary, '-S', '-s', '-B', '-X', 'utf8', assetPath(import.meta.dirname, 'parser/main.py')];
  },
});

/**
 * Parses a source in a warm helper process: Python's own parser, which a source can crash or keep busy. Throws `language/unavailable` where
 * there is no Python.
 */
export async function parsePython(content: string): Promise<ParsedSource> {
  try {
    return (await helper.ask({ content })) as ParsedSource;
  } catch (error) {
    if (error instanceof HelperGaveUp) return unreadable('This source cannot be read: it is nested too deeply, or its types grow without end. Make it simpler');
    throw error;
  }
}

/** Ends the helper process, for tests and for an orderly shutdown. It is started again when it is needed. */
export const closeParser = (): Promise<void> => helper.close();

/** What is told of a source that cannot be read at all. */
function unreadable(message: string): ParsedSource {
  return {
    signature: { arguments: [], hasMain: false, description: '', problems: [{ message, line: 1, column: 1 }], resources: [] },
    imports: { modules: [], relative: [], requirements: [], extra: [] },
  };
}
