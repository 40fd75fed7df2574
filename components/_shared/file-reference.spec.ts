import { describe, expect, it } from '@jest/globals';
import { fileReferenceOf } from './file-reference.ts';

describe('a file in the object store', () => {
  it('is known by its id, and nothing else is taken for one', () => {
    const id = 'file_01990000-0000-7000-8000-000000000001';
    expect(fileReferenceOf({ id, name: 'a.pdf', size: 1, type: 'application/pdf' })).toEqual({ id, name: 'a.pdf' });
    const others = [null, id, { id: 1, name: 'a' }, { id: 'file_1', name: 'a' }, { id }, { id: `${id}/../me`, name: 'a' }];
    expect(others.map(fileReferenceOf)).toEqual(others.map(() => null));
  });
});
