import { Injectable } from '@nestjs/common';
import { ScriptLanguages } from '../scripts/script-languages.ts';
import type { ScriptItem } from './core/items.ts';

/** Puts scripts in an order in which each comes after those that it imports. */
@Injectable()
export class ScriptOrder {
  constructor(private readonly languages: ScriptLanguages) {}

  /** A circle is broken at some place; the script there is then refused by name if it really cannot be deployed. */
  async sort(scripts: readonly ScriptItem[]): Promise<ScriptItem[]> {
    const byPath = new Map(scripts.map((script) => [script.path, script]));
    const sorted: ScriptItem[] = [];
    const seen = new Set<string>();
    const visit = async (script: ScriptItem): Promise<void> => {
      if (seen.has(script.path)) return;
      seen.add(script.path);
      const imports = await this.importsOf(script);
      for (const path of imports) {
        const imported = byPath.get(path);
        if (imported) await visit(imported);
      }
      sorted.push(script);
    };
    for (const script of scripts) await visit(script);
    return sorted;
  }

  /** Of a language that is not there the deploy will tell. */
  private async importsOf({ language, content, path }: ScriptItem): Promise<string[]> {
    const known = this.languages.all.find((candidate) => candidate.name === language);
    return known ? (await known.findImports(content, path)).scripts : [];
  }
}
