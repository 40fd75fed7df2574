import type { AppStep } from '../../../backend/apps/app.contract.ts';
import { ActionFailed } from './actions.ts';

/** What steps do to the page and beyond. */
export type StepPorts = {
  /** Computes a value where the step stands. */
  compute(value: unknown, names: Readonly<Record<string, unknown>>): Promise<unknown>;
  runAction(action: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The question of an action, computed; `false`: the person thought better of it. */
  confirm(action: string, names: Readonly<Record<string, unknown>>): Promise<boolean>;
  setVariable(id: string, value: unknown): void;
  call(component: string, method: string, args: readonly unknown[]): unknown;
  open(component: string, params: Readonly<Record<string, unknown>>): void;
  close(component: string, result: unknown): void;
  go(page: string, params: Readonly<Record<string, unknown>>): void;
  setLanguage(language: string): void;
  link(url: string, isNewTab: boolean): void;
  toast(message: string, tone: 'info' | 'success' | 'problem'): void;
  copy(text: string): Promise<void>;
  download(name: string, value: unknown): void;
  /** Checks what is in a component; `false` shows what is wrong there. */
  validate(component: string): boolean;
};

type Names = Readonly<Record<string, unknown>>;
/** `stop`: the handler ends here, without an error: a form that is not valid, a question answered with no. */
type Outcome = 'next' | 'stop';

/**
 * Carries steps out one after the other, each after the one before it is done. An action that fails runs its `on_error`, or tells the person,
 * and ends the handler: nothing that was to follow a success happens after a failure.
 */
export async function runSteps(steps: readonly AppStep[], names: Names, ports: StepPorts): Promise<Outcome> {
  for (const step of steps) {
    const outcome = await runStep(step, names, ports);
    if (outcome === 'stop') return 'stop';
  }
  return 'next';
}

async function runStep(step: AppStep, names: Names, ports: StepPorts): Promise<Outcome> {
  const value = (given: unknown): Promise<unknown> => ports.compute(given, names);
  const record = async (given: unknown): Promise<Record<string, unknown>> => (await value(given ?? {})) as Record<string, unknown>;
  switch (step.do) {
    case 'run':
      return runAction(step, names, ports);
    case 'set':
      ports.setVariable(step.variable, await value(step.value));
      return 'next';
    case 'call':
      await ports.call(step.component, step.method, (await value(step.args ?? [])) as unknown[]);
      return 'next';
    case 'open':
      ports.open(step.component, await record(step.params));
      return 'next';
    case 'close':
      ports.close(step.component, await value(step.result ?? null));
      return 'next';
    case 'go':
      ports.go(step.page, await record(step.params));
      return 'next';
    case 'link':
      ports.link(textOf(await value(step.url)), step.is_new_tab === true);
      return 'next';
    case 'toast':
      ports.toast(textOf(await value(step.message)), step.tone ?? 'info');
      return 'next';
    case 'copy':
      await ports.copy(textOf(await value(step.value)));
      return 'next';
    case 'download':
      ports.download(textOf(await value(step.name)), await value(step.value));
      return 'next';
    case 'language':
      ports.setLanguage(textOf(await value(step.language)));
      return 'next';
    case 'validate':
      return ports.validate(step.component) ? 'next' : 'stop';
    case 'if':
      return runSteps((await value(step.when)) ? step.on_true : (step.on_false ?? []), names, ports);
  }
}

async function runAction(step: Extract<AppStep, { do: 'run' }>, names: Names, ports: StepPorts): Promise<Outcome> {
  if (!(await ports.confirm(step.action, names))) return 'stop';
  try {
    const result = await ports.runAction(step.action, (await ports.compute(step.args ?? {}, names)) as Record<string, unknown>);
    return runSteps(step.on_success ?? [], { ...names, result }, ports);
  } catch (error) {
    if (!(error instanceof ActionFailed)) throw error;
    if (step.on_error === undefined) {
      if (!error.isTold) ports.toast(error.message, 'problem');
    } else await runSteps(step.on_error, { ...names, error: { code: error.code, message: error.message } }, ports);
    return 'stop';
  }
}

/** A value as a person reads it. */
export const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
