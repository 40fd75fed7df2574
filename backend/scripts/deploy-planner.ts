import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { Signature } from '../languages/language.ts';
import { versionHash } from './core/source-hash.ts';
import { ImportGraph, type GraphScript } from './import-graph.ts';
import { PackageLocks, type KnownLock } from './package-locks.ts';
import { ScriptLanguages } from './script-languages.ts';
import type { PutScript } from './scripts.contract.ts';
import type { VersionedScript } from './scripts.repository.ts';

/** Everything that a new version needs besides what its author wrote. */
export type DeployPlan = {
  signature: Signature;
  /** What its author wrote in the description, or else the comment at the top of the source. */
  description: string;
  /** Paths that the source imports directly. */
  imports: string[];
  imported: GraphScript[];
  specifiers: string[];
  lock: string;
  hash: string;
};

/** Finds out all about a source before it is deployed. Slow where packages are resolved, so it stands before the transaction. */
@Injectable()
export class DeployPlanner {
  constructor(
    private readonly languages: ScriptLanguages,
    private readonly graph: ImportGraph,
    private readonly locks: PackageLocks,
  ) {}

  /** A lock that is given is trusted; without one the lock of `before` is kept or a new one is resolved. */
  async plan(auth: Auth, path: string, input: PutScript, before: VersionedScript | null, givenLock: string | null = null): Promise<DeployPlan> {
    const language = this.languages.named(input.language);
    const signature = await language.inferSignature(input.content);
    if (signature.problems.length > 0) throw syntaxError(path, signature);
    const imports = await language.findImports(input.content, path);
    const imported = await this.graph.collect(auth.workspaceId, { path, language: input.language, scripts: imports.scripts }, { auth });
    const source = { path, language: input.language, content: input.content, imported };
    const specifiers = await this.locks.specifiersOf(source);
    const known = givenLock === null ? await this.knownLock(auth, path, input, before) : null;
    const lock = specifiers.length > 0 && givenLock ? givenLock : await this.locks.lockFor(auth, source, specifiers, input.message, known);
    const hash = versionHash({ language: input.language, content: input.content, lock, settings: input.settings, imported });
    const description = await this.describe(input, signature, before);
    return { signature, description, imports: [...new Set(imports.scripts)].sort(), imported, specifiers, lock, hash };
  }

  /** A description that was read from the source before is read again: who saves a form did not write it. */
  private async describe(input: PutScript, signature: Signature, before: VersionedScript | null): Promise<string> {
    if (input.description === '' || !before || input.description !== before.version.description) return input.description || signature.description;
    const signatureBefore = await this.languages.named(before.version.language).inferSignature(before.version.content);
    return signatureBefore.description === input.description ? signature.description : input.description;
  }

  private async knownLock(auth: Auth, path: string, input: PutScript, before: VersionedScript | null): Promise<KnownLock | null> {
    if (!before || before.version.language !== input.language || before.version.lock === '') return null;
    const { language, content, imports, lock } = before.version;
    const imported = await this.graph.collect(auth.workspaceId, { path, language, scripts: imports }, { auth: null });
    return { lock, specifiers: await this.locks.specifiersOf({ path, language, content, imported }) };
  }
}

function syntaxError(path: string, { problems }: Signature): AppError {
  const first = problems[0];
  const place = first ? ` at line ${first.line}, column ${first.column}: ${first.message}` : '';
  return new AppError('script/syntax_error', `"${path}" was not deployed: it cannot be parsed${place}. Keep it as a draft, or correct it and deploy again.`, {
    path,
    problems,
    line: first?.line ?? null,
    column: first?.column ?? null,
  });
}
