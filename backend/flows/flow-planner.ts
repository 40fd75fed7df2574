import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { asSentence } from '../languages/registry-answer.ts';
import { PackageLocks, type KnownLock } from '../scripts/package-locks.ts';
import { codeOf } from './core/code-places.ts';
import { factsOf, withLocks, type FlowFacts } from './core/flow-facts.ts';
import type { FlowValue } from './flow.contract.ts';
import { FlowChecker } from './flow-checker.ts';
import type { FlowProblem, PutFlow } from './flows.contract.ts';
import type { VersionedFlow } from './flows.repository.ts';
import type { StepCodes } from './step-code.ts';
import { rangeAt, StepCodeReader, type ReadStep } from './step-code-reader.ts';

/** Everything that a new version needs besides what its author wrote. */
export type FlowPlan = {
  /** As it is stored: locks stand in `code`. */
  value: FlowValue;
  code: StepCodes;
  facts: FlowFacts;
  /** Scripts that steps run or import. */
  scripts: string[];
  hash: string;
  warnings: FlowProblem[];
};

/** Checks a flow before it is deployed, and locks the packages of its steps. Slow where those are resolved, so it stands before the transaction. */
@Injectable()
export class FlowPlanner {
  constructor(
    private readonly checker: FlowChecker,
    private readonly reader: StepCodeReader,
    private readonly locks: PackageLocks,
  ) {}

  /** Throws `flow/invalid` with every error; a lock that stands in the document is trusted, otherwise that of `before` is kept or a new one resolved. */
  async plan(auth: Auth, path: string, input: PutFlow, before: VersionedFlow | null): Promise<FlowPlan> {
    const checked = await this.checker.check(auth, { path, schema: input.schema, value: input.value });
    refuse(path, checked.problems);
    const locked = await Promise.all(checked.code.map((step) => this.lock(auth, step, input.message, before)));
    refuse(
      path,
      locked.flatMap(({ problem }) => problem ?? []),
    );
    const code: StepCodes = Object.fromEntries(
      checked.code.map(({ id, imports, schema }, index) => [id, { lock: locked[index]?.lock ?? '', imports, schema }]),
    );
    const value = withLocks(input.value, {});
    const facts = factsOf(value);
    const scripts = [...new Set([...facts.scripts, ...checked.code.flatMap(({ imports }) => imports)])].sort();
    const hash = sha256(canonicalJson({ value, schema: input.schema, tag: input.tag ?? null, locks: locked.map(({ lock }) => lock) }));
    return { value, code, facts, scripts, hash, warnings: checked.problems };
  }

  private async lock(auth: Auth, step: ReadStep, message: string, before: VersionedFlow | null): Promise<{ lock: string; problem?: FlowProblem }> {
    const specifiers = await this.locks.specifiersOf(step);
    if (specifiers.length > 0 && step.givenLock !== '') return { lock: step.givenLock };
    try {
      return { lock: await this.locks.lockFor(auth, step, specifiers, message, await this.knownLock(auth, step, before)) };
    } catch (error) {
      if (!isAppError(error) || error.code !== 'script/dependency_failed') throw error;
      const { specifier, answer, line } = error.details;
      const said = `${step.id} imports "${String(specifier)}", which could not be resolved. The registry says: ${asSentence(String(answer))}`;
      const range = typeof line === 'number' ? rangeAt(step.content, line) : {};
      return { lock: '', problem: { pointer: step.pointer, step: step.step, severity: 'error', code: error.code, message: said, ...range } };
    }
  }

  /** The lock of the same code in the version before, with what it was for. */
  private async knownLock(auth: Auth, { id, language, path }: ReadStep, before: VersionedFlow | null): Promise<KnownLock | null> {
    const known = before?.version.code[id];
    const old = known && codeOf(before.version.value as FlowValue).find((place) => place.id === id)?.value;
    if (!known?.lock || old?.language !== language) return null;
    const imported = await this.reader.collect(auth, { path, language, scripts: known.imports }, false);
    return { lock: known.lock, specifiers: await this.locks.specifiersOf({ path, language, content: old.content, imported }) };
  }
}

function refuse(path: string, problems: readonly FlowProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const others = errors.length > 1 ? ` There are ${errors.length - 1} more.` : '';
  const place = first.step === null || first.message.includes(first.step) ? '' : `step ${first.step}: `;
  throw new AppError('flow/invalid', `"${path}" was not deployed: ${place}${first.message}${others} What was deployed before keeps running.`, {
    path,
    problems,
  });
}
