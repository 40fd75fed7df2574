import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { FlowValue } from '../flow.contract.ts';
import { advance } from './decide.ts';
import { defineFlow } from './definition.ts';
import type { FlowEvent } from './messages.ts';
import { isStored } from './rows.ts';
import { FlowState } from './state.ts';

type Golden = { readonly flow: FlowValue; readonly events: readonly FlowEvent[]; readonly rows: readonly unknown[]; readonly commands: readonly string[] };

const folder = join(import.meta.dirname, '../fixtures');

test.each(readdirSync(folder))('%s: runs that were recorded go the same way today, so that a new release may take them over', (name) => {
  const golden = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden;
  const definition = defineFlow(golden.flow);
  const state = new FlowState();
  const decisions = golden.events.map((event) => advance(definition, state, event));
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
  expect(plain(decisions.flatMap(({ rows }) => rows.filter(isStored)))).toEqual(golden.rows);
  expect(decisions.flatMap(({ commands }) => commands.map((command) => ('step' in command ? `${command.kind} ${command.frame}/${command.step}` : command.kind)))).toEqual(golden.commands);
});
