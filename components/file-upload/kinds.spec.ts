import { describe, expect, it } from '@jest/globals';
import { contentProblem, endingOf, endingsOf, nameProblem, typeOf, type Signature } from './kinds.ts';
import { sizeText } from './size-text.ts';

const text: Signature = { type: null, isText: true, isScript: false };
const of = (type: string): Signature => ({ type, isText: false, isScript: false });

describe('kinds of files', () => {
  it('are told by the ending before anything is sent', () => {
    expect(nameProblem('Photo.PNG', ['image'])).toBeNull();
    expect(nameProblem('report.pdf', ['image'])).toContain('.png');
    expect(nameProblem('setup.exe', ['any'])).toContain('program');
    expect(nameProblem('notes', ['any'])).toBeNull();
    expect([endingOf('a.tar.gz'), endingOf('.env'), endingOf('a.')]).toEqual(['gz', 'env', '']);
    expect(endingsOf(['csv', 'any'])).toEqual([]);
  });

  it('have to hold what their ending says', () => {
    expect(contentProblem('a.png', of('image/png'))).toBeNull();
    expect(contentProblem('a.png', of('application/pdf'))).toContain('does not hold');
    expect(contentProblem('a.png', text)).toContain('does not hold');
    expect(contentProblem('a.csv', text)).toBeNull();
    expect(contentProblem('a.csv', of('application/zip'))).toContain('does not hold');
    expect(contentProblem('a.xlsx', of('application/zip'))).toBeNull();
    expect(contentProblem('a.whatever', { type: null, isText: false, isScript: false })).toBeNull();
  });

  it('are never programs, whatever they are called', () => {
    for (const type of ['application/x-msdownload', 'application/x-elf', 'application/x-mach-binary', 'application/wasm'])
      expect(contentProblem('a.png', of(type))).toContain('program');
    expect(contentProblem('a.txt', { ...text, isScript: true })).toContain('program');
  });

  it('are kept with the type that their content has', () => {
    expect([typeOf('a.png', of('image/png')), typeOf('a.csv', text), typeOf('a.md', text), typeOf('a', of('application/zip'))]).toEqual([
      'image/png',
      'text/csv',
      'text/plain',
      'application/zip',
    ]);
    expect(typeOf('a.xlsx', of('application/zip'))).toContain('spreadsheetml');
  });

  it('have sizes that people read', () => {
    expect([1, 999, 1500, 182_344, 2_400_112, 7e12].map(sizeText)).toEqual(['1 bytes', '999 bytes', '1.5 kB', '182 kB', '2.4 MB', '7000 GB']);
  });
});
