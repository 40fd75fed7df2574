import type { JsonObject } from '../../common/json.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import type { ParsedExpression } from '../../expressions/core/parse.ts';
import type { EvaluationResult, Place } from '../core/messages.ts';
import type { FlowError } from '../core/rows.ts';
import type { FrameKey } from '../core/state.ts';
import type { KeptRun } from './kept-run.ts';
import { frameAround } from './place.ts';
import { shownError, type Pointer } from './pointer.ts';
import type { ValueReader } from './value-reader.ts';

/** Where an expression stands, and what it sees besides what is in scope of its step. */
export type ScopeOf = Place & {
  readonly result: EvaluationResult;
  readonly error: FlowError | null;
  readonly extra?: Readonly<Record<string, unknown>>;
};

type Vote = { by: string; values: unknown };
type Scope = Record<string, unknown>;

/** Puts together what expressions read, and reads no more than they ask for: a run may hold gigabytes of results. */
export class RunScope {
  constructor(
    private readonly run: KeptRun,
    private readonly values: ValueReader,
    private readonly openDecision: (values: unknown) => Promise<unknown>,
  ) {}

  /** Values of the names that the expressions refer to. */
  async of(place: ScopeOf, expressions: readonly ParsedExpression[]): Promise<Scope> {
    const references = expressions.flatMap((expression) => expression.references);
    const scope: Scope = { ...place.extra };
    for (const root of new Set(references.map((reference) => reference.root))) {
      if (root in scope) continue;
      const steps = root === 'results' ? references.filter((reference) => reference.root === 'results').map(({ path }) => path[0]) : [];
      const value = await this.valueOf(root, place, steps);
      if (value !== undefined) scope[root] = value;
    }
    return scope;
  }

  /** The arguments of a frame: those of the flow, with the iteration where there is one. */
  async argumentsOf(frame: FrameKey): Promise<JsonObject> {
    const input = this.run.input?.args ?? {};
    const [iteration, around] = await this.iterationsOf(frame);
    if (!iteration) return input;
    return { ...input, iter: iteration, ...(around ? { iter_parent: around } : {}) };
  }

  /** The same for people, as JSON text: secrets are masked. Expressions never read it. */
  async shownArguments(frame: FrameKey): Promise<string> {
    const { iter, iter_parent: around } = await this.argumentsOf(frame);
    const { run_args: made, args } = this.run.facts;
    return JSON.stringify({
      ...(maskSecrets(made ?? args) as JsonObject),
      ...(iter === undefined ? {} : { iter }),
      ...(around === undefined ? {} : { iter_parent: around }),
    });
  }

  private async valueOf(root: string, place: ScopeOf, steps: readonly (string | number | undefined)[]): Promise<unknown> {
    const { facts, definition } = this.run;
    switch (root) {
      case 'results':
        return this.results(place.frame, steps);
      case 'flow_input':
      case 'event':
        return this.argumentsOf(place.frame);
      case 'iter':
        return (await this.iterationsOf(place.frame))[0];
      case 'iter_parent':
        return (await this.iterationsOf(place.frame))[1];
      case 'previous_result':
        return this.previous(place);
      case 'result':
        return this.values.value(this.resultPointer(place));
      case 'all_iters':
        return this.values.value(this.allPointer(place));
      case 'error':
        return this.error(place);
      case 'resume':
      case 'resumes':
      case 'approvers':
        return this.approval(root, place);
      case 'flow_env':
        return definition.value.flow_env ?? {};
      case 'WM_SCHEDULED_FOR':
        return facts.scheduled_for.toISOString();
      case 'WM_WORKSPACE':
        return facts.workspace_id;
      case 'WM_JOB_ID':
        return facts.job_id;
      case 'WM_FLOW_PATH':
        return facts.path;
      case 'WM_USERNAME':
        return facts.run_as.replace(/^u\//, '');
      case 'WM_EMAIL':
        return facts.email ?? '';
      default:
        return undefined;
    }
  }

  private async results(frame: FrameKey, steps: readonly (string | number | undefined)[]): Promise<Scope> {
    const names = steps.includes(undefined) ? [...this.run.definition.steps.keys()] : [...new Set(steps.map(String))];
    const pointers = names.map((name) => this.run.resultOf(frame, name));
    const texts = await this.values.texts(pointers.map((pointer) => pointer ?? null));
    return Object.fromEntries(names.flatMap((name, index) => (pointers[index] === undefined ? [] : [[name, JSON.parse(texts[index] ?? 'null') as unknown]])));
  }

  private async previous({ frame, step }: ScopeOf): Promise<unknown> {
    const pointer = this.previousPointer(frame, step);
    return pointer === undefined ? this.argumentsOf(frame) : this.values.value(pointer);
  }

  /** The result of the step before in the same sequence; `undefined` before the first, whose predecessor are the arguments of the frame. */
  previousPointer(frame: FrameKey, step: string): Pointer | undefined {
    const located = this.run.definition.steps.get(step);
    const before = located?.sequence.modules[located.position - 1];
    return before ? (this.run.resultIn(frame, before.id) ?? null) : undefined;
  }

  private resultPointer({ frame, result, error }: ScopeOf): Pointer {
    if (result === null) return null;
    if (result.from === 'step') return this.run.resultIn(frame, result.step) ?? null;
    if (result.from === 'frame' || result.from === 'iteration') return this.run.resultOfFrame(result.frame) ?? null;
    const failure = result.from === 'error' ? result.error : error;
    return failure ? { at: 'error', seq: 0, error: failure } : null;
  }

  /** The results of a loop so far: of the iteration that has just ended and all before it, or of the whole loop once it is done. */
  private allPointer({ frame, step, result }: ScopeOf): Pointer {
    const index = result?.from === 'iteration' ? frameAround(result.frame)?.index : null;
    if (result?.from !== 'iteration' || index === null || index === undefined) return this.run.resultIn(frame, step) ?? null;
    return { at: 'frames', seq: 0, prefix: result.frame.slice(0, result.frame.lastIndexOf('[') + 1), count: index + 1 };
  }

  /** The failure that is being handled: that of the evaluation, or of the frame whose failure module this is. */
  private async error({ frame, error }: ScopeOf): Promise<unknown> {
    for (let key: FrameKey | null = frame, found = error; key !== null; key = this.run.around(key)) {
      found ??= this.run.state.frame(key)?.error ?? null;
      if (found)
        return {
          ...shownError(found),
          ...(found.result_of?.from === 'step' ? { result: await this.values.value(this.run.resultIn(key, found.result_of.step)) } : {}),
        };
    }
    return this.run.state.run.rollback ? shownError(this.run.state.run.rollback.error) : undefined;
  }

  private async approval(root: string, { frame, step }: ScopeOf): Promise<unknown> {
    const located = this.run.definition.steps.get(step);
    const before = located?.sequence.modules[located.position - 1];
    const own = this.run.votesAfter(frame, step);
    const seqs = own.length > 0 || !before ? own : this.run.votesAfter(frame, before.id);
    const texts = await this.values.texts(seqs.map((seq) => ({ at: 'row', seq })));
    const votes = texts.flatMap((text) => (JSON.parse(text) as { votes: Vote[] }).votes);
    if (root === 'approvers') return votes.map(({ by }) => by);
    const opened = await Promise.all(votes.map(({ values }) => this.openDecision(values)));
    return root === 'resumes' ? opened : opened.at(-1);
  }

  /** The iterations around a frame, the innermost first. */
  private async iterationsOf(frame: FrameKey): Promise<{ index: number; value: unknown }[]> {
    const found: { index: number; value: unknown }[] = [];
    for (let key: FrameKey | null = frame; key !== null; key = this.run.around(key)) {
      const place = frameAround(key);
      const type = place?.index === null ? undefined : this.run.definition.steps.get(place?.step ?? '')?.module.value.type;
      if (!place || place.index === null) continue;
      if (type === 'whileloopflow') found.push({ index: place.index, value: place.index });
      if (type === 'forloopflow') found.push({ index: place.index, value: (await this.itemsOf(key))[place.index] ?? null });
    }
    return found;
  }

  private async itemsOf(frame: FrameKey): Promise<readonly unknown[]> {
    const seq = this.run.itemsRow(frame.slice(0, frame.lastIndexOf('[') + 1));
    if (seq === undefined) return [];
    const known = this.run.items.get(seq);
    if (known) return known;
    const items = JSON.parse(await this.values.text({ at: 'row', seq })) as unknown[];
    this.run.items.set(seq, items);
    return items;
  }
}
