import { describe, expect, it } from '@jest/globals';
import type { AppPage } from '../app.contract.ts';
import { checkParams } from './check-params.ts';
import { emptyDocument } from './empty.ts';
import { readPageParams } from './page-params.ts';

const page: AppPage = {
  id: 'order',
  title: 'Order',
  params: [
    { id: 'number', type: 'number', is_required: true },
    { id: 'day', type: 'date' },
    { id: 'tab', type: 'choice', choices: ['open', 'done'], default: 'open' },
    { id: 'archived', type: 'boolean', default: false },
  ],
  is_in_navigation: false,
  body: { flow: 'grid', children: [] },
};

describe('the parameters of a page', () => {
  it('are read in their types, with the defaults where nothing is said', () => {
    expect(readPageParams(page, { number: '7', day: '2026-02-28', other: 'x' })).toEqual({
      values: { number: 7, day: '2026-02-28', tab: 'open', archived: false },
      problems: [],
    });
  });

  it('tell in words what is missing and what does not fit', () => {
    const { values, problems } = readPageParams(page, { day: '2026-02-30', tab: 'gone', archived: 'true' });
    expect(values).toEqual({ number: null, day: null, tab: 'open', archived: true });
    expect(problems).toEqual([
      { id: 'number', isMissing: true, message: '`number` is missing.' },
      { id: 'day', isMissing: false, message: '`day` is `2026-02-30`, and should be a day such as 2026-11-20.' },
      { id: 'tab', isMissing: false, message: '`tab` is `gone`, and should be one of open, done.' },
    ]);
    expect(readPageParams(page, { number: 'seven' }).problems[0]).toMatchObject({ isMissing: true });
  });
});

describe('the check of parameters', () => {
  const home = emptyDocument.pages[0]!;
  const going = (params: object) => ({
    ...emptyDocument,
    pages: [
      {
        ...home,
        body: {
          ...home.body,
          children: [{ id: 'b', type: 'button', props: {}, layout: {}, on: { click: [{ do: 'go' as const, page: 'order', params: { ...params } }] } }],
        },
      },
      page,
    ],
  });
  const messages = (document: typeof emptyDocument): string[] => checkParams(document).map(({ message }) => message);

  it('tells of steps that give a page what it does not know, what does not fit, or not what it needs', () => {
    expect(messages(going({ number: { expr: 'row.id' } }))).toEqual([]);
    expect(messages(going({ nr: 1, tab: 'gone' }))).toEqual([
      'The page `order` has no parameter `nr`.',
      '`tab` does not fit the parameter of the page `order`.',
      'The page `order` needs `number`.',
    ]);
  });

  it('tells of parameters that cannot work, and of pages that are opened without theirs', () => {
    const params: AppPage['params'] = [
      { id: 'page', type: 'choice' },
      { id: 'a', type: 'number', default: 'x' },
      { id: 'a', type: 'string' },
    ];
    expect(checkParams({ ...emptyDocument, pages: [{ ...home, params }] }).map(({ code }) => code)).toEqual([
      'app/id_taken',
      'app/no_choices',
      'app/wrong_value',
      'app/duplicate_id',
    ]);
    expect(checkParams({ ...emptyDocument, pages: [home, { ...page, is_in_navigation: true }] })).toMatchObject([
      { severity: 'warning', code: 'app/missing_parameter' },
    ]);
  });
});
