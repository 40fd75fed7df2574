import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import type { ImportedScript, Imports, LanguageName, Signature } from '../languages/language.ts';
import { ImportGraph } from './import-graph.ts';
import { ScriptLanguages } from './script-languages.ts';

/** Code as someone has it in the editor. `path` is where it will stand, `''` where that is not decided. */
export type UnsavedCode = { language: LanguageName; content: string; path: string };

/** Reads code that is not deployed as a deploy would, so that a test of it behaves like the version that it becomes. */
@Injectable()
export class UnsavedCodeReader {
  constructor(
    private readonly languages: ScriptLanguages,
    private readonly graph: ImportGraph,
  ) {}

  /** Its arguments, and the scripts of the workspace that it imports; a missing or hidden one is `script/import_not_found`. */
  async read(auth: Auth, { language, content, path: given }: UnsavedCode): Promise<{ schema: JsonObject; imported: ImportedScript[] }> {
    const path = given === '' ? `u/${auth.username}/preview` : given;
    const {
      signature: { schema },
      imports: { scripts },
    } = await this.inspect({ language, content, path });
    const found = await this.graph.collect(auth.workspaceId, { path, language, scripts }, { auth });
    return {
      schema,
      imported: found.map(({ path: importedPath, language: importedLanguage, content: importedContent }) => ({
        path: importedPath,
        language: importedLanguage,
        content: importedContent,
      })),
    };
  }

  /** What the source says. A machine that cannot read a language knows nothing of its code, which a worker may run all the same. */
  async inspect({ language: name, content, path }: UnsavedCode): Promise<{ signature: Signature; imports: Imports }> {
    const language = this.languages.named(name);
    try {
      const [signature, imports] = await Promise.all([language.inferSignature(content), language.findImports(content, path)]);
      return { signature, imports };
    } catch (error) {
      if (!isAppError(error) || error.code !== 'language/unavailable') throw error;
      return { signature: { schema: {}, hasMain: true, description: '', problems: [] }, imports: { packages: [], scripts: [] } };
    }
  }
}
