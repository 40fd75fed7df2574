import { Injectable } from '@nestjs/common';
import { ScriptLanguages } from '../scripts/script-languages.ts';
import { dependencyOrder } from './core/dependency-order.ts';
import type { ScriptItem } from './core/items.ts';

/** Puts scripts in an order in which each comes after those that it imports. */
@Injectable()
export class ScriptOrder {
  constructor(private readonly languages: ScriptLanguages) {}

  async sort(scripts: readonly ScriptItem[]): Promise<ScriptItem[]> {
    const imports = new Map(await Promise.all(scripts.map(async (script) => [script.path, await this.importsOf(script)] as const)));
    return dependencyOrder(scripts, ({ path }) => imports.get(path) ?? []);
  }

  /** Of a language that is not there the deploy will tell. */
  private async importsOf({ language, content, path }: ScriptItem): Promise<string[]> {
    const known = this.languages.all.find((candidate) => candidate.name === language);
    return known ? (await known.findImports(content, path)).scripts : [];
  }
}
