import { expect, test } from '@jest/globals';
import { RunApproval } from '../approvals.contract.ts';
import { withFieldOrder } from './field-order.ts';

const orderOf = (properties: object, more: object = {}): unknown => {
  const value = RunApproval.parse({ approval: { form: { approve: { type: 'object', properties, ...more } } } });
  return withFieldOrder(value).approval.form.approve?.['x-ui'];
};
const text = { type: 'string' };

test('the order of the fields of a form is written down where storing it would lose it', () => {
  expect(orderOf({ zip: text, amount: text, id: text })).toEqual({ order: ['zip', 'amount', 'id'] });
  expect(orderOf({ id: text, zip: text, amount: text })).toBeUndefined();
  expect(orderOf({})).toBeUndefined();
});

test('an order that the author gives stays, and other hints with it', () => {
  expect(orderOf({ zip: text, id: text }, { 'x-ui': { order: ['id', 'zip'], group: 'a' } })).toEqual({ order: ['id', 'zip'], group: 'a' });
  expect(orderOf({ zip: text, id: text }, { 'x-ui': { group: 'a' } })).toEqual({ order: ['zip', 'id'], group: 'a' });
  expect(orderOf({ zip: text, id: text }, { order: ['zip', 'id'] })).toBeUndefined();
});
