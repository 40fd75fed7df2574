import { catalog } from '../../../components/definitions.ts';
import type { AppDocument } from '../app.contract.ts';
import { applyCommand } from './commands/apply.ts';
import type { AppCommand } from '../app-commands.contract.ts';
import type { CheckWorld, RunnableFacts } from './check.ts';
import { smallApp } from './commands/random-commands.test-support.ts';

const facts: Record<string, RunnableFacts> = {
  'f/shop/list': {
    version: 3,
    schema: { type: 'object', properties: { search: { type: 'string' } } },
    output: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
    isReadOnly: true,
  },
  'f/shop/refund': {
    version: 11,
    schema: { type: 'object', properties: { order: { type: 'integer' }, reason: { type: 'string' } }, required: ['order'] },
    output: {},
    isReadOnly: false,
  },
};

/** The world of the small app: two runnables, and the real components. */
export const shopWorld: CheckWorld = { catalog, runnable: (run) => (run.kind === 'inline' ? null : (facts[run.path] ?? null)) };

/** The small app after some commands. */
export const smallAppAfter = (...commands: AppCommand[]): AppDocument => applyCommand(smallApp, { do: 'batch', commands }).document;
