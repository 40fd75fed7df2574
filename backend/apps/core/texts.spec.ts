import { describe, expect, it } from '@jest/globals';
import { Evaluator } from '../../expressions/core/evaluate.ts';
import { parseExpression } from '../../expressions/core/parse.ts';
import { appChanges } from './changes.ts';
import { checkTexts } from './check-texts.ts';
import { smallAppAfter } from './orders-app.test-support.ts';
import { bestLanguage, directionOf, languagesOf, pageTitle, textsFor } from './texts.ts';

const labelled = (expr: string) => ({ do: 'set_prop', id: 'refundButton', name: 'text', value: { expr } }) as const;
const app = {
  strings: { de: { hello: 'Hallo {name}', 'page.home': 'Start' }, en: { hello: 'Hello {name}', bye: 'Bye' }, 'pt-BR': { hello: '' } },
  language: 'en',
};

describe('the texts of an app', () => {
  it('fall back to the first language, also where one is empty', () => {
    expect(languagesOf(app)).toEqual(['en', 'de', 'pt-BR']);
    expect(textsFor(app, 'de')).toEqual({ hello: 'Hallo {name}', bye: 'Bye', 'page.home': 'Start' });
    expect(textsFor(app, 'pt-BR')['hello']).toBe('Hello {name}');
    expect(pageTitle({ id: 'home', title: 'Home' }, textsFor(app, 'de'))).toBe('Start');
  });

  it.each([
    [['de-AT', 'en'], 'de'],
    [['pt'], 'pt-BR'],
    [[null, 'fr', 'DE'], 'de'],
    [['ja'], 'en'],
    [[], 'en'],
  ])('are given to %j in %s', (wishes, language) => {
    expect(bestLanguage(app, wishes)).toBe(language);
  });

  it('know in which direction they are written', () => {
    expect(['ar', 'he-IL', 'en', null].map(directionOf)).toEqual(['rtl', 'rtl', 'ltr', 'ltr']);
  });
});

describe('the changes of texts', () => {
  it('are told by language', () => {
    const state = (strings: Record<string, Record<string, string>>) => ({ document: { ...smallAppAfter(), strings }, policy: [] });
    const changes = appChanges(state({ de: { a: '1' }, fr: {} }), state({ de: { a: '2', b: '3' }, en: { a: '1' } }));
    expect(changes.map(({ kind, subject, text }) => `${kind} ${subject}: ${text}`)).toEqual([
      'changed de: Other texts: `a`, `b`',
      'added en: New language with 1 texts',
      'removed fr: The language is gone',
    ]);
  });
});

describe('an expression that asks for a text', () => {
  const scope = { t: textsFor(app, 'de'), user: { name: 'Ada' } };
  const parse = (source: string) => parseExpression(source, new Set(['t', 'user']));

  it.each([
    ["t('hello', {name: user.name})", 'Hallo Ada'],
    ["t('hello', {name: null}) + '!'", 'Hallo !'],
    ["t('hello')", 'Hallo {name}'],
    ["user.name === 'Ada' ? t('bye') : t('none')", 'Bye'],
    ["t('none')", 'none'],
  ])('%s gives it without the engine, and the same with it', async (source, text) => {
    const evaluator = new Evaluator();
    expect(evaluator.evaluateSimple(parse(source), { scope, nowMs: 0 })).toEqual({ kind: 'value', value: text });
    expect(await evaluator.evaluate(parse(`[${source}].map((one) => one)[0]`), { scope, nowMs: 0 })).toBe(text);
    await evaluator.dispose();
  });

  it('is told of a key that no language has', () => {
    const document = smallAppAfter({ do: 'put_language', language: 'en', texts: { refund: 'Refund' } }, labelled("t('refnd')"));
    expect(checkTexts(document)).toMatchObject([
      {
        part: { kind: 'component', id: 'refundButton' },
        code: 'app/unknown_text',
        message: 'There is no text `refnd` in the texts of the app. Did you mean `refund`?',
      },
    ]);
    expect(checkTexts(smallAppAfter({ do: 'put_language', language: 'en', texts: { a: 'b' } }, labelled("t('a')")))).toEqual([]);
  });
});
