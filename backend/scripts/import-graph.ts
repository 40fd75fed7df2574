import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import type { ImportedScript, LanguageName } from '../languages/language.ts';
import { ScriptsRepository } from './scripts.repository.ts';

/** Another script of the workspace, with what it imports itself. */
export type GraphScript = ImportedScript & { scripts: readonly string[] };

/** Where a walk begins. */
export type ImportRoot = { path: string; language: LanguageName; scripts: readonly string[] };

/** How a walk treats what it meets. */
export type WalkOptions = {
  /** Whose right to read each imported script is checked; `null` for the system, which only follows what was checked before. */
  auth: Auth | null;
  /** Scripts as they are about to be deployed, instead of what is stored. */
  changed?: GraphScript;
};

/** Follows imports between scripts of a workspace. One query per level of depth, however wide it is. */
@Injectable()
export class ImportGraph {
  constructor(
    private readonly database: Database,
    private readonly repository: ScriptsRepository,
  ) {}

  /**
   * All scripts that `root` imports, directly and through others, in the order of their paths. With an `auth`, an import that
   * is missing, of another language, or not readable is `script/import_not_found`: whoever may run the new version can read
   * its whole code, so its author must be allowed to read it first.
   */
  async collect(workspaceId: string, root: ImportRoot, { auth, changed }: WalkOptions): Promise<GraphScript[]> {
    const found = new Map<string, GraphScript>();
    let level = root.scripts.map((path) => ({ path, importer: root.path }));
    while (level.length > 0) {
      const wanted = level.filter(({ path }) => path !== root.path && !found.has(path));
      for (const script of await this.load(
        workspaceId,
        wanted.map(({ path }) => path),
        changed,
      ))
        found.set(script.path, script);
      if (auth) for (const step of wanted) requireImport(auth, root.language, step, found.get(step.path));
      level = wanted.flatMap(({ path }) => (found.get(path)?.scripts ?? []).map((next) => ({ path: next, importer: path })));
    }
    return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  private async load(workspaceId: string, paths: readonly string[], changed: GraphScript | undefined): Promise<GraphScript[]> {
    const stored = await this.repository.findCurrentOf(
      this.database.manager,
      workspaceId,
      [...new Set(paths)].filter((path) => path !== changed?.path),
    );
    const scripts = stored.map(({ item, version }) => ({
      path: item.path,
      language: version.language,
      content: version.content,
      scripts: version.imports,
    }));
    return changed && paths.includes(changed.path) ? [...scripts, changed] : scripts;
  }
}

function requireImport(auth: Auth, language: LanguageName, step: { path: string; importer: string }, found: GraphScript | undefined): void {
  if (found?.language === language && can(auth, 'scripts:read', { kind: 'script', path: step.path }).allowed) return;
  throw importNotFound(step.importer, step.path);
}

/** Says the same of what is missing, of another language, and hidden. */
export function importNotFound(importer: string, path: string): AppError {
  return new AppError(
    'script/import_not_found',
    `"${importer}" imports "${path}", but there is no such script of the same language, or you may not read it. Deploy it first, or correct the import.`,
    { importer, import: path },
  );
}
