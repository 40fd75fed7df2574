import { describe, expect, it } from '@jest/globals';
import { fileOf } from './file-of.ts';

describe('data as a file', () => {
  it('becomes CSV, JSON or text by what it is', () => {
    expect(fileOf([{ id: 1 }], 'auto', 'orders')).toEqual({ name: 'orders.csv', content: '\ufeffid\r\n1\r\n', type: 'text/csv' });
    expect(fileOf({ id: 1 }, 'auto', 'order')).toMatchObject({ name: 'order.json', content: '{\n  "id": 1\n}' });
    expect(fileOf('hello', 'auto', 'note')).toMatchObject({ name: 'note.txt', content: 'hello' });
  });

  it('keeps the ending that its name has, and leaves its folder to the person', () => {
    expect(fileOf('a', 'auto', 'notes.md').name).toBe('notes.md');
    expect(fileOf('a', 'auto', '../../etc/passwd').name).toBe('..-..-etc-passwd.txt');
    expect(fileOf('a', 'auto', ' ').name).toBe('download.txt');
  });
});
