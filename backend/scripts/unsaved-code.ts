import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { ImportedScript, LanguageName } from '../languages/language.ts';
import { ImportGraph } from './import-graph.ts';
import { ScriptLanguages } from './script-languages.ts';

/** Code as someone has it in the editor. `path` is where it will stand, `''` where that is not decided. */
export type UnsavedCode = { language: LanguageName; content: string; path: string };

/** Reads code that is not deployed as a deploy would, so that a test of it behaves like the version that it becomes. */
@Injectable()
export class UnsavedCodeReader {
  constructor(private readonly languages: ScriptLanguages, private readonly graph: ImportGraph) {}

  /** Its arguments, and the scripts of the workspace that it imports; a missing or hidden one is `script/import_not_found`. */
  async read(auth: Auth, { language, content, path: given }: UnsavedCode): Promise<{ schema: JsonObject; imported: ImportedScript[] }> {
    const path = given === '' ? `u/${auth.username}/preview` : given;
    const [{ schema }, { scripts }] = await Promise.all([this.languages.named(language).inferSignature(content), this.languages.named(language).findImports(content, path)]);
    const found = await this.graph.collect(auth.workspaceId, { path, language, scripts }, { auth });
    return { schema, imported: found.map(({ path: importedPath, language: importedLanguage, content: importedContent }) => ({ path: importedPath, language: importedLanguage, content: importedContent })) };
  }
}
