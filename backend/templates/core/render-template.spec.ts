import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderTemplate, TemplateError } from './render-template.ts';

describe('a template', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['a path', 'Refund {{order.id}}', { order: { id: 7 } }, 'Refund 7'],
    ['an index of a list', '{{orders.[1].id}}', { orders: [{ id: 1 }, { id: 2 }] }, '2'],
    ['what is not there', '[{{a.b.c}}]', {}, '[]'],
    ['an object as JSON', '{{order}}', { order: { id: 7 } }, '{"id":7}'],
    ['a condition', '{{#if big}}big{{else}}small{{/if}}', { big: false }, 'small'],
    ['a chain of conditions', '{{#if a}}a{{else if b}}b{{else}}c{{/if}}', { b: true }, 'b'],
    ['a comparison', '{{#if (gt amount 100)}}much{{/if}}', { amount: 101 }, 'much'],
    [
      'a loop with what is around it',
      '{{#each orders}}{{@index}}:{{id}} of {{../name}}{{#unless @last}}, {{/unless}}{{/each}}',
      { name: 'Ada', orders: [{ id: 1 }, { id: 2 }] },
      '0:1 of Ada, 1:2 of Ada',
    ],
    ['a loop over an object', '{{#each fields}}{{@key}}={{this}};{{/each}}', { fields: { a: 1, b: 2 } }, 'a=1;b=2;'],
    ['an empty loop', '{{#each orders}}x{{else}}none{{/each}}', { orders: [] }, 'none'],
    ['another scope', '{{#with order}}{{id}}{{/with}}', { order: { id: 7 } }, '7'],
    ['a function', '{{join names " + "}} {{default missing "none"}}', { names: ['a', 'b'] }, 'a + b none'],
    ['a comment', 'a{{! not shown }}b', {}, 'ab'],
  ])('renders %s', (_what, template, values, text) => {
    expect(renderTemplate(template, values)).toBe(text);
  });

  test('keeps values in Markdown from being anything but text', () => {
    expect(renderTemplate('**{{name}}**', { name: '[pay](http://x) <b>\n# big' }, 'markdown')).toBe('**\\[pay\\]\\(http://x\\) \\<b\\> \\# big**');
    expect(renderTemplate('{{{name}}}', { name: '**as it is**' }, 'markdown')).toBe('**as it is**');
  });

  test.each(['constructor', '__proto__', 'constructor.constructor', 'toString', 'a.__proto__.polluted', 'a.constructor.name', '__defineGetter__'])(
    'never reaches a prototype by %s',
    (path) => {
      expect(renderTemplate(`[{{${path}}}]`, { a: {} })).toBe('[]');
    },
  );

  test('runs no getter and shows no function', () => {
    const values = { secret: () => 'called' };
    Object.defineProperty(values, 'got', { enumerable: true, get: () => 'called' });
    expect(renderTemplate('[{{got}}{{secret}}]', values)).toBe('[]');
  });

  test.each([
    '{{> other}}',
    '{{#> layout}}{{/layout}}',
    '{{* decorate}}',
    '{{lookup a "b"}}',
    '{{log "x"}}',
    '{{constructor 1}}',
    '{{#secret}}{{/secret}}',
    '{{#if}}{{/if}}',
    '{{unclosed',
  ])('refuses %s', (template) => {
    expect(() => renderTemplate(template, { a: {} })).toThrow(TemplateError);
  });

  test('is stopped when loops within loops do too much', () => {
    const list = Array.from({ length: 100 }, (_, index) => index);
    expect(() => renderTemplate('{{#each list}}{{#each ../list}}{{#each ../../list}}x{{/each}}{{/each}}{{/each}}', { list })).toThrow(
      /does too much|longer than/,
    );
  });

  test('is stopped when its text grows too long', () => {
    expect(() => renderTemplate('{{#each list}}{{../text}}{{/each}}', { list: [1, 2, 3], text: 'x'.repeat(10_000) })).toThrow(/longer than/);
  });

  test('never throws anything but its own error, and never grows beyond its limit', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '{{',
            '}}',
            '{{{',
            '#if a',
            '/if',
            '#each a',
            '/each',
            'else',
            'a',
            '.b',
            '../',
            '@index',
            ' ',
            '(',
            ')',
            'eq',
            '"x"',
            '}}}',
            '!',
            '>',
            '~',
          ),
          { maxLength: 25 },
        ),
        fc.jsonValue(),
        (parts, value) => {
          try {
            expect(renderTemplate(parts.join(''), { a: value }, 'markdown').length).toBeLessThanOrEqual(20_000);
          } catch (error) {
            expect(error).toBeInstanceOf(TemplateError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
