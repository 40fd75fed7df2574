import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../common/json.ts';
import { parseCommand, quoted, usageOf, type CommandForm } from './parse-command.ts';

const refund: JsonObject = {
  type: 'object',
  properties: {
    order_id: { type: 'integer' },
    amount: { type: 'number' },
    reason: { type: 'string' },
    size: { enum: ['Small', 'Large', 3] },
    is_urgent: { type: 'boolean' },
    day: { type: 'string', format: 'date' },
    tags: { type: 'array', items: { type: 'string' } },
    more: { type: 'object' },
    key: { type: 'string', 'x-ui': { secret: true } },
  },
  required: ['order_id', 'amount'],
};
const form: CommandForm = { schema: refund, order: ['order_id', 'amount', 'reason'], fixed: ['more'], textArgument: null };
const read = (text: string, how: CommandForm = form) => parseCommand(text, how);

describe('the text of a command', () => {
  test('is read by place, by name, and mixed', () => {
    expect(read('1042 20')).toEqual({ args: { order_id: 1042, amount: 20 }, problems: [], isHelp: false });
    expect(read('order_id=1042 amount=19.90 reason="damaged item"').args).toEqual({ order_id: 1042, amount: 19.9, reason: 'damaged item' });
    expect(read('amount=20 1042 late').args).toEqual({ order_id: 1042, amount: 20, reason: 'late' });
    expect(read('1042 20 --is-urgent=yes SIZE=large Day=2026-11-20 tags=a,b').args).toEqual({
      order_id: 1042,
      amount: 20,
      is_urgent: true,
      size: 'Large',
      day: '2026-11-20',
      tags: ['a', 'b'],
    });
  });

  test('takes straight and curly quotes, quotes within quotes, and a sentence at the end without any', () => {
    expect(read('1042 20 “damaged item”').args).toMatchObject({ reason: 'damaged item' });
    expect(read(`1042 20 'it\\'s broken'`).args).toMatchObject({ reason: "it's broken" });
    expect(read('1042 20 "say \\"no\\""').args).toMatchObject({ reason: 'say "no"' });
    expect(read(`1042 20 it's damaged`).args).toMatchObject({ reason: "it's damaged" });
    expect(read(`1042 20 'tis broken`).args).toMatchObject({ reason: "'tis broken" });
    expect(read('1042 20 see https://shop.example/?a=b').args).toMatchObject({ reason: 'see https://shop.example/?a=b' });
  });

  test.each([
    ['ten 20', '/order_id', /whole number/],
    ['1042 twenty', '/amount', /must be a number/],
    ['1042.5 20', '/order_id', /whole number/],
    ['99999999999999999999 20', '/order_id', /whole number/],
    ['1042 20 size=huge', '/size', /one of Small, Large, 3/],
    ['1042 20 is_urgent=perhaps', '/is_urgent', /yes or no/],
    ['1042 20 is_urgent=constructor', '/is_urgent', /yes or no/],
    ['1042 20 day=2026-02-30', '/day', /date, such as/],
    ['1042 20 colour=red', '', /no argument colour/],
    ['1042 20 order_id=7 order_id=8', '/order_id', /twice/],
    ['1042 20 key=abc', '/key', /is a secret/],
    ['1042 "20', '', /not closed/],
  ])('says what is wrong with %s', (text, pointer, message) => {
    const { problems } = read(text);
    expect(problems).toContainEqual({ pointer, message: expect.stringMatching(message) });
  });

  test('that is too much for places without text is said to be', () => {
    const numbers: CommandForm = { ...form, schema: { properties: { a: { type: 'integer' }, b: { type: 'integer' } } }, order: [], fixed: [] };
    expect(read('1 2 3', numbers).problems[0]?.message).toMatch(/1 words too many/);
    expect(read('x', { ...numbers, schema: {} }).problems[0]?.message).toMatch(/nothing that "x" could be/);
  });

  test('is one argument as it stands where the binding says so, and help where one asks for it', () => {
    expect(read('Where is a=b "order"?', { ...form, textArgument: 'question' }).args).toEqual({ question: 'Where is a=b "order"?' });
    expect(read(' help ').isHelp).toBe(true);
    expect(usageOf('/refund', { ...form, order: ['order_id', 'amount'] })).toBe(
      '/refund <order_id> <amount> [reason=…] [size=…] [is_urgent=…] [day=…] [tags=…]',
    );
  });

  test('gives any text back that was put into quotes, by place and by name', () => {
    const words: CommandForm = { schema: { properties: { a: { type: 'string' }, b: { type: 'string' } } }, order: ['a', 'b'], fixed: [], textArgument: null };
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (a, b) => {
        expect(read(`${quoted(a)} ${quoted(b)}`, words).args).toEqual({ a, b });
        expect(read(`b=${quoted(b)} a=${quoted(a)}`, words).args).toEqual({ a, b });
      }),
    );
  });

  test('gives numbers, booleans, dates and choices back as they were written', () => {
    const arbitrary = fc.record({
      order_id: fc.maxSafeInteger(),
      amount: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      is_urgent: fc.boolean(),
      size: fc.constantFrom('Small', 'Large', 3),
      day: fc.date({ min: new Date('1970-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    });
    fc.assert(
      fc.property(arbitrary, (args) => {
        const text = Object.entries(args)
          .map(([name, value]) => `${name}=${quoted(String(value))}`)
          .join(' ');
        expect(read(text)).toEqual({ args, problems: [], isHelp: false });
      }),
    );
  });

  test('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(read(text).problems)));
  });
});
