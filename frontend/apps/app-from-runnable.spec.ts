import { describe, expect, it } from '@jest/globals';
import { AppDocument } from '../../backend/apps/app.contract.ts';
import { checkApp } from '../../backend/apps/core/check.ts';
import { walk } from '../../backend/apps/core/tree.ts';
import type { JsonSchema } from '../../backend/expressions/core/json-schema.ts';
import { catalog } from '../../components/definitions.ts';
import { appFromRunnable } from './app-from-runnable.ts';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    order_id: { type: 'string', title: 'Order' },
    amount: { type: 'number', default: 20 },
    reason: { type: 'string', enum: ['late', 'broken'] },
    notify: { type: 'boolean', default: true },
    day: { type: 'string', format: 'date' },
    extra: { type: 'object' },
    note: { type: 'string', description: 'Seen by the customer' },
    run: { type: 'string' },
    'odd name!': { type: 'string' },
  },
  required: ['order_id', 'amount'],
};

const make = (given: JsonSchema = schema): AppDocument =>
  appFromRunnable({ kind: 'script', path: 'f/support/refund_order', summary: 'Refund an order', description: 'Gives money back.', schema: given });

const problems = (document: AppDocument, given: JsonSchema) =>
  checkApp(document, { catalog, runnable: () => ({ version: 1, schema: given, output: {}, isReadOnly: false }) });

describe('an app made of a script', () => {
  it('is a whole document in which nothing is wrong', () => {
    const document = make();
    expect(AppDocument.safeParse(document).error).toBeUndefined();
    expect(problems(document, schema)).toEqual([]);
  });

  it('asks for each argument with the field that fits', () => {
    const types = new Map([...walk(make())].map(({ node }) => [node.id, node.type]));
    expect(['orderIdInput', 'amountInput', 'reasonInput', 'notifyInput', 'dayInput', 'extraInput', 'noteInput'].map((id) => types.get(id))).toEqual([
      'text_input',
      'number',
      'select',
      'checkbox',
      'date',
      'textarea',
      'text_input',
    ]);
  });

  it('hands what was entered over under the name of the argument', () => {
    const [action] = make().actions;
    expect(action?.args).toMatchObject({ order_id: { expr: 'orderIdInput.value' }, amount: { expr: 'amountInput.value' } });
    expect(Object.keys(action?.args ?? {})).toEqual(Object.keys(schema.properties ?? {}));
  });

  it('takes the label, the default and the help of an argument', () => {
    const nodes = new Map([...walk(make())].map(({ node }) => [node.id, node.props]));
    expect(nodes.get('orderIdInput')).toMatchObject({ label: 'Order', required: true });
    expect(nodes.get('amountInput')).toMatchObject({ label: 'Amount', value: 20 });
    expect(nodes.get('noteInput')).toMatchObject({ help: 'Seen by the customer' });
  });

  it('keeps a resource as it is set, and asks nobody for it', () => {
    const given: JsonSchema = { type: 'object', properties: { database: { type: 'object', default: '$res:f/support/acme_db' } } };
    const document = make(given);
    expect(document.actions[0]?.args).toEqual({ database: '$res:f/support/acme_db' });
    expect([...walk(document)].map(({ node }) => node.id)).not.toContain('databaseInput');
    expect(problems(document, given)).toEqual([]);
  });

  it('is a button and a result where there is nothing to ask for', () => {
    const document = make({ type: 'object', properties: {} });
    expect(problems(document, {})).toEqual([]);
    expect([...walk(document)].find(({ node }) => node.id === 'runButton')?.node.on?.['click']).toEqual([{ do: 'run', action: 'run' }]);
  });
});
