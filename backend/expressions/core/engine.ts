import {
  newQuickJSWASMModuleFromVariant,
  RELEASE_SYNC,
  Scope,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';
import { ExpressionFailure } from './expression-problem.ts';
import { stackBytes, type EvaluationLimits } from './limits.ts';
import { prelude } from './prelude.ts';
import { textFunction, textsInEngine } from './texts.ts';

/** Value of an evaluation, or why there is none. After a failure of the engine's own limits it must not be used again. */
export type Outcome = ({ readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'failed'; readonly failure: ExpressionFailure }) & {
  readonly isEngineSpent: boolean;
};

/** What an engine runs: a function body, the names that it reads, and their values as JSON. */
export type Run = {
  readonly code: string;
  readonly names: readonly string[];
  readonly scopeJson: string;
  readonly nowMs: number;
  readonly limits: EvaluationLimits;
};

/** One instance of QuickJS. */
export type Engine = { run(run: Run): Outcome; dispose(): void };

/** Starts QuickJS. Takes some milliseconds, once; only for expressions that are more than paths and what is made of them. */
export async function loadEngine(): Promise<Engine> {
  const module = await newQuickJSWASMModuleFromVariant(RELEASE_SYNC);
  return new QuickJsEngine(module);
}

/** Functions that are kept compiled, and the longest source of one. Their memory counts to that of expressions. */
const [keptFunctions, longestKept] = [300, 2_000];

class QuickJsEngine implements Engine {
  private readonly runtime: QuickJSRuntime;
  private readonly context: QuickJSContext;
  private readonly caller: QuickJSHandle;
  /** Functions by their source, the one that was used last at the end: to compile one takes longer than to call it. */
  private readonly compiled = new Map<string, QuickJSHandle>();
  private isBroken = false;

  constructor(module: QuickJSWASMModule) {
    this.runtime = module.newRuntime();
    this.runtime.setMaxStackSize(stackBytes);
    this.context = this.runtime.newContext();
    const prepared = this.context.evalCode(`(${prelude})(globalThis)`, 'prelude', { type: 'global', strict: true });
    this.caller = this.context.unwrapResult(prepared);
  }

  run(run: Run): Outcome {
    const endsAt = performance.now() + run.limits.timeMs;
    let isOutOfTime = false;
    this.runtime.setMemoryLimit(run.limits.memoryBytes);
    this.runtime.setInterruptHandler(() => (isOutOfTime ||= performance.now() > endsAt));
    try {
      return this.call(run, () => isOutOfTime);
    } catch (error) {
      // The host's own stack or memory ran out in the middle of the engine, whose state is unknown from here on.
      this.isBroken = true;
      if (!(error instanceof RangeError) && !(error instanceof WebAssembly.RuntimeError)) throw error;
      return { kind: 'failed', failure: stackFailure(), isEngineSpent: true };
    }
  }

  private call(run: Run, isOutOfTime: () => boolean): Outcome {
    const { context, caller } = this;
    const source = functionOf(run);
    const compiled = this.compile(source);
    if (compiled.error) return this.failed(compiled.error, run.limits, isOutOfTime);
    const result = Scope.withScope((scope) => {
      const json = scope.manage(context.newString(run.scopeJson));
      return context.callFunction(caller, context.undefined, compiled.value, json, scope.manage(context.newNumber(run.nowMs)));
    });
    this.keep(source, compiled.value);
    if (result.error) return this.failed(result.error, run.limits, isOutOfTime);
    const text = result.value.consume((value) => context.getString(value));
    const { resultLength } = run.limits;
    if (text.length > resultLength)
      return {
        kind: 'failed',
        failure: new ExpressionFailure(
          'expression/result_too_large',
          `The value of the expression has ${text.length} characters as JSON; at most ${resultLength} are allowed.`,
        ),
        isEngineSpent: false,
      };
    return { kind: 'value', value: JSON.parse(text) as unknown, isEngineSpent: false };
  }

  private compile(source: string): { value: QuickJSHandle; error?: undefined } | { error: QuickJSHandle } {
    const known = this.compiled.get(source);
    return known ? { value: known } : this.context.evalCode(source, 'expression', { type: 'global', strict: true });
  }

  /** A function keeps nothing from one call to the next: it has no place to, and nobody but this class holds it. */
  private keep(source: string, compiled: QuickJSHandle): void {
    if (source.length > longestKept) return compiled.dispose();
    this.compiled.delete(source);
    this.compiled.set(source, compiled);
    if (this.compiled.size <= keptFunctions) return;
    const [[oldest, handle] = []] = this.compiled;
    if (oldest !== undefined) this.compiled.delete(oldest);
    handle?.dispose();
  }

  private failed(error: QuickJSHandle, limits: EvaluationLimits, isOutOfTime: () => boolean): Outcome {
    // Reading the description may itself run code of the expression (a getter of its own), so the limits still hold.
    const name = property(this.context, error, 'name');
    const message = property(this.context, error, 'message');
    error.dispose();
    const failure = failureOf(name, message, limits, isOutOfTime());
    return { kind: 'failed', failure, isEngineSpent: failure.code !== 'expression/failed' };
  }

  dispose(): void {
    if (this.isBroken) return;
    this.isBroken = true;
    for (const handle of this.compiled.values()) handle.dispose();
    this.caller.dispose();
    this.context.dispose();
    this.runtime.dispose();
  }
}

function property(context: QuickJSContext, error: QuickJSHandle, name: string): string {
  return context.getProp(error, name).consume((value) => (context.typeof(value) === 'string' ? context.getString(value) : ''));
}

function failureOf(name: string, message: string, { timeMs, memoryBytes }: EvaluationLimits, isOutOfTime: boolean): ExpressionFailure {
  if (isOutOfTime) return new ExpressionFailure('expression/time_limit', `The expression did not end within ${timeMs} ms. Move long work into a script step.`);
  if (/out of memory/.test(message) || (name === '' && message === ''))
    return new ExpressionFailure(
      'expression/memory_limit',
      `The expression needed more than ${Math.round(memoryBytes / 1024 / 1024)} MB of memory. Move work on large values into a script step.`,
    );
  if (/stack overflow/.test(message)) return stackFailure();
  return new ExpressionFailure('expression/failed', `The expression failed: ${message || name}.`.replace(/\.\.$/, '.'));
}

const stackFailure = (): ExpressionFailure =>
  new ExpressionFailure('expression/stack_limit', 'The expression calls itself too deeply, or its value is nested too deeply.');

/** Data comes as arguments of a call and never becomes a part of the code; the names are identifiers that the parser has read. */
function functionOf({ code, names }: Run): string {
  const texts = names.includes(textFunction) ? `${textFunction} = (${textsInEngine})(${textFunction}); ` : '';
  return `(function ({ ${names.join(', ')} }, variable, resource) { ${texts}return (function () { ${code}\n}).call(undefined); })`;
}
