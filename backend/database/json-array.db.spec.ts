import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { JsonText } from '../common/json-text.ts';
import { openDatabase, type Database } from './database.ts';
import { jsonArray } from './json-array.ts';

describe('an array of JSON texts', () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await openDatabase({ url: test.url, entities: [], poolSize: 2, onError: () => undefined });
  });

  afterAll(async () => {
    await database.close();
    await test[Symbol.asyncDispose]();
  });

  const arrive = async (texts: readonly (JsonText | null)[]): Promise<(string | null)[]> =>
    (
      await database.run<{ item: string | null }>({
        text: 'select item::text from unnest($1::json[]) with ordinality as given (item, place) order by place',
        values: [jsonArray(texts)],
      })
    ).map(({ item }) => item);

  it('arrives in Postgres as it was, to the last blank', async () => {
    const text = fc.json().filter((json) => !json.includes('\\u0000'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { minLength: 1, maxLength: 8 }), async (texts) => {
        expect(await arrive(texts)).toEqual(texts);
        expect(await arrive(texts.map((text) => (text === null ? null : Buffer.from(text))))).toEqual(texts);
      }),
    );
    expect(await arrive(['{ "b": 1.10,  "a": "é😀,\\"{}" }', null, '[]'])).toEqual(['{ "b": 1.10,  "a": "é😀,\\"{}" }', null, '[]']);
  });

  it('is refused by Postgres as a wrong value where one of them is none', async () => {
    await expect(arrive(['1', 'oops'])).rejects.toMatchObject({ code: '22P02' });
  });
});
