import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { isAppError } from '../common/app-error.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import type { JsonSchema } from '../expressions/core/json-schema.ts';
import { rangeAt } from '../flows/step-code-reader.ts';
import type { Imports, Signature } from '../languages/language.ts';
import { ImportGraph } from '../scripts/import-graph.ts';
import { PackageLocks, type KnownLock } from '../scripts/package-locks.ts';
import { UnsavedCodeReader } from '../scripts/unsaved-code.ts';
import type { AppDocument, InlineScript } from './app.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import type { AppProblem, RunnableFacts } from './core/check.ts';
import { inlineActions, inlineCodePath, type InlineAction } from './core/inline-code.ts';
import type { PolicyEntry, ReadCode } from './core/policy.ts';

/** Readings that a process keeps at hand: each edit of an app asks for all of them. */
const cachedReadings = 1000;

/** Code with its lock, or why there is none. */
type Locked = { readonly action: string; readonly lock: string; readonly problem?: AppProblem };

/** Names code where no version does: equal code has an equal hash, whichever action holds it. */
const codeHash = ({ language, content }: Pick<InlineScript, 'language' | 'content'>): string => sha256(canonicalJson([language, content]));

/** Reads the code that stands in apps as a deploy of a script would, and locks its packages at a release. */
@Injectable()
export class InlineCode {
  private readonly readings = new BoundedCache<{ signature: Signature; imports: Imports }>(cachedReadings);

  constructor(
    private readonly code: UnsavedCodeReader,
    private readonly graph: ImportGraph,
    private readonly locks: PackageLocks,
  ) {}

  /** What the actions with code of their own take and give, by their ids. */
  async factsOf(auth: Auth, path: string, document: AppDocument): Promise<Map<InlineScript, RunnableFacts>> {
    const facts = await Promise.all(inlineActions(document).map(async (action) => [action.run, await this.read(auth, path, action)] as const));
    return new Map(facts);
  }

  /** Locks the packages of all code: a lock that stands in the document is trusted, otherwise that of `before` is kept or a new one resolved. */
  async lock(auth: Auth, document: AppDocument, policy: readonly PolicyEntry[], message: string, before: VersionedApp | null): Promise<Locked[]> {
    const entries = new Map(policy.map((entry) => [entry.action, entry]));
    return Promise.all(
      inlineActions(document).map(async (action) => {
        const code = entries.get(action.id)?.code;
        return code ? this.lockOf(auth, action, code, message, before) : { action: action.id, lock: '' };
      }),
    );
  }

  /** The scripts that some code imports, as they are now. They were checked when the code was released. */
  async importsOf(workspaceId: string, { path, language, imports }: ReadCode): Promise<{ path: string; language: ReadCode['language']; content: string }[]> {
    if (imports.length === 0) return [];
    const found = await this.graph.collect(workspaceId, { path, language, scripts: imports }, { auth: null });
    return found.map(({ path: imported, language: written, content }) => ({ path: imported, language: written, content }));
  }

  private async read(auth: Auth, appPath: string, { id, run }: InlineAction): Promise<RunnableFacts> {
    const { language, content } = run;
    const path = inlineCodePath(appPath, id);
    const { signature, imports } = await this.inspect(run, path);
    const problems = signature.problems.map(({ message, line, column }) => ({ code: 'script/syntax_error', message, ...rangeAt(content, line, column) }));
    const say = (code: string, message: string): number => problems.push({ code, message, start: 0, end: 0 });
    if (problems.length === 0 && !signature.hasMain) say('script/no_main', `The code of \`${id}\` has no \`main\`: that is what an action runs.`);
    const right = can(auth, 'jobs:preview');
    if (!right.allowed) say('app/code_forbidden', `Whoever releases code in an app needs the right to run code that is not deployed. ${right.because}.`);
    const scripts = [...new Set(imports.scripts)].sort();
    await this.graph.collect(auth.workspaceId, { path, language, scripts }, { auth }).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'script/import_not_found') throw error;
      say(error.code, error.message);
    });
    const schema = signature.schema as JsonSchema;
    const code: ReadCode = { language, hash: codeHash(run), path, lock: null, imports: scripts, schema };
    return { version: null, schema, output: (signature.result ?? {}) as JsonSchema, isReadOnly: run.is_read_only === true, code, problems };
  }

  private async inspect(run: InlineScript, path: string): Promise<{ signature: Signature; imports: Imports }> {
    const key = `${path} ${codeHash(run)}`;
    const known = this.readings.get(key);
    if (known) return known;
    const read = await this.code.inspect({ language: run.language, content: run.content, path });
    this.readings.set(key, read);
    return read;
  }

  private async lockOf(auth: Auth, action: InlineAction, code: ReadCode, message: string, before: VersionedApp | null): Promise<Locked> {
    const { workspaceId } = auth;
    const { content, lock: given } = action.run;
    const source = { path: code.path, language: code.language, content, imported: await this.importsOf(workspaceId, code) };
    const specifiers = await this.locks.specifiersOf(source);
    if (specifiers.length > 0 && given) return { action: action.id, lock: given };
    try {
      return { action: action.id, lock: await this.locks.lockFor(auth, source, specifiers, message, await this.knownLock(workspaceId, action.id, before)) };
    } catch (error) {
      if (!isAppError(error) || error.code !== 'script/dependency_failed') throw error;
      const { specifier, answer, line } = error.details;
      const said = `It imports "${String(specifier)}", which could not be resolved. The registry says: ${String(answer).replace(/\.$/, '')}.`;
      const range = typeof line === 'number' ? rangeAt(content, line) : {};
      const part = { kind: 'action', id: action.id } as const;
      return { action: action.id, lock: '', problem: { part, pointer: '/run/content', severity: 'error', code: error.code, message: said, ...range } };
    }
  }

  /** The lock of the same action in the release before, with what it was for. */
  private async knownLock(workspaceId: string, action: string, before: VersionedApp | null): Promise<KnownLock | null> {
    const code = before?.version.policy.find((entry) => entry.action === action)?.code;
    const old = inlineActions((before?.version.document ?? { actions: [] }) as AppDocument).find(({ id }) => id === action);
    if (!code?.lock || !old) return null;
    const { path, language, lock } = code;
    const imported = await this.importsOf(workspaceId, code);
    return { lock, specifiers: await this.locks.specifiersOf({ path, language, content: old.run.content, imported }) };
  }
}
