import { newQuickJSWASMModuleFromVariant, RELEASE_SYNC, type QuickJSContext, type QuickJSRuntime, type QuickJSWASMModule } from 'quickjs-emscripten';
import { ExpressionFailure } from './expression-problem.ts';
import { stackBytes, type EvaluationLimits } from './limits.ts';
import { prelude } from './prelude.ts';

/** Value of an evaluation, or why there is none. After a failure of the engine's own limits it must not be used again. */
export type Outcome = ({ readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'failed'; readonly failure: ExpressionFailure }) & { readonly isEngineSpent: boolean };

/** What an engine runs: a function body, the names that it reads, and their values as JSON. */
export type Run = { readonly code: string; readonly names: readonly string[]; readonly scopeJson: string; readonly nowMs: number; readonly limits: EvaluationLimits };

/** One instance of QuickJS. */
export type Engine = { run(run: Run): Outcome; dispose(): void };

/** Starts QuickJS. Takes some milliseconds, once; only for expressions that are more than a member path. */
export async function loadEngine(): Promise<Engine> {
  const module = await newQuickJSWASMModuleFromVariant(RELEASE_SYNC);
  return new QuickJsEngine(module);
}

class QuickJsEngine implements Engine {
  private readonly runtime: QuickJSRuntime;
  private isBroken = false;

  constructor(module: QuickJSWASMModule) {
    this.runtime = module.newRuntime();
    this.runtime.setMaxStackSize(stackBytes);
  }

  run(run: Run): Outcome {
    const { limits } = run;
    const endsAt = performance.now() + limits.timeMs;
    let isOutOfTime = false;
    this.runtime.setMemoryLimit(limits.memoryBytes);
    this.runtime.setInterruptHandler(() => (isOutOfTime ||= performance.now() > endsAt));
    try {
      return this.runInContext(run, () => isOutOfTime);
    } catch (error) {
      // The host's own stack or memory ran out in the middle of the engine, whose state is unknown from here on.
      this.isBroken = true;
      if (!(error instanceof RangeError) && !(error instanceof WebAssembly.RuntimeError)) throw error;
      return { kind: 'failed', failure: stackFailure(), isEngineSpent: true };
    }
  }

  private runInContext(run: Run, isOutOfTime: () => boolean): Outcome {
    const { limits } = run;
    const context = this.runtime.newContext();
    const result = context.evalCode(program(run), 'expression', { type: 'global', strict: true });
    if (result.error) return this.failed(context, result.error, limits, isOutOfTime);
    const call = context.newString(run.scopeJson).consume((json) => context.callFunction(result.value, context.undefined, json));
    result.value.dispose();
    if (call.error) return this.failed(context, call.error, limits, isOutOfTime);
    const text = call.value.consume((value) => context.getString(value));
    context.dispose();
    if (text.length > limits.resultLength) return { kind: 'failed', failure: new ExpressionFailure('expression/result_too_large', `The value of the expression has ${text.length} characters as JSON; at most ${limits.resultLength} are allowed.`), isEngineSpent: false };
    return { kind: 'value', value: JSON.parse(text) as unknown, isEngineSpent: false };
  }

  private failed(context: QuickJSContext, error: ReturnType<QuickJSContext['newString']>, limits: EvaluationLimits, isOutOfTime: () => boolean): Outcome {
    // The description may itself run code of the expression (a toString of its own), so it is read with the same limits.
    const name = property(context, error, 'name');
    const message = property(context, error, 'message');
    error.dispose();
    context.dispose();
    const failure = failureOf(name, message, limits, isOutOfTime());
    return { kind: 'failed', failure, isEngineSpent: failure.code !== 'expression/failed' };
  }

  dispose(): void {
    if (this.isBroken) return;
    this.isBroken = true;
    this.runtime.dispose();
  }
}

function property(context: QuickJSContext, error: ReturnType<QuickJSContext['newString']>, name: string): string {
  return context.getProp(error, name).consume((value) => (context.typeof(value) === 'string' ? context.getString(value) : ''));
}

function failureOf(name: string, message: string, { timeMs, memoryBytes }: EvaluationLimits, isOutOfTime: boolean): ExpressionFailure {
  if (isOutOfTime) return new ExpressionFailure('expression/time_limit', `The expression did not end within ${timeMs} ms. Move long work into a script step.`);
  if (/out of memory/.test(message) || (name === '' && message === '')) return new ExpressionFailure('expression/memory_limit', `The expression needed more than ${Math.round(memoryBytes / 1024 / 1024)} MB of memory. Move work on large values into a script step.`);
  if (/stack overflow/.test(message)) return stackFailure();
  return new ExpressionFailure('expression/failed', `The expression failed: ${message || name}.`.replace(/\.\.$/, '.'));
}

const stackFailure = (): ExpressionFailure => new ExpressionFailure('expression/stack_limit', 'The expression calls itself too deeply, or its value is nested too deeply.');

/** Data comes as the argument of a call and never becomes a part of the code; the names are identifiers that the parser has read. */
function program({ code, names, nowMs }: Run): string {
  return `'use strict';const global = globalThis;
const tools = (${prelude})(${Number(nowMs)});
(function (json) {
  const { scope, lookups } = tools.read(json);
  return tools.write((function ({ ${names.join(', ')} }, variable, resource) { return (function () { ${code}
}).call(undefined); })(scope, (path) => lookups.variable[path], (path) => lookups.resource[path]));
})`;
}
