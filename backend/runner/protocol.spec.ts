import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMessage, encodeRun, LineReader } from './protocol.ts';

const decode = (text: string): unknown => decodeMessage(Buffer.from(text));

describe('the runner protocol', () => {
  it('writes a job as one line that any JSON reader takes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.string()), (args, environment) => {
        const line = encodeRun({ id: 'a/1', args, environment });
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toEqual({
          type: 'run',
          id: 'a/1',
          args: JSON.parse(JSON.stringify(args)),
          environment: JSON.parse(JSON.stringify(environment)),
        });
      }),
    );
  });

  it('cuts the result out of its message without reading it', () => {
    expect(decode('{"type":"result","id":"a/1","result":{"n":1.10}}')).toEqual({ type: 'result', id: 'a/1', result: Buffer.from('{"n":1.10}') });
    expect(decode('{"type":"result","id":"a/1","result":oops}')).toEqual({ type: 'result', id: 'a/1', result: Buffer.from('oops') });
  });

  it('understands a result that is written in another order', () => {
    expect(decode('{"result": [1], "id": "a/1", "type": "result"}')).toEqual({ type: 'result', id: 'a/1', result: Buffer.from('[1]') });
  });

  it('reads errors as far as they have the right form', () => {
    expect(decode('{"type":"error","id":"a","error":{"name":"E","message":"m\\u0000","line":3,"column":"x","code":7}}')).toEqual({
      type: 'error',
      id: 'a',
      error: { name: 'E', message: 'm', line: 3 },
    });
    expect(decode('{"type":"error","id":"a"}')).toEqual({ type: 'error', id: 'a', error: { name: 'Error', message: '' } });
  });

  it('keeps progress between 0 and 100', () => {
    expect(decode('{"type":"progress","id":"a","percent":180}')).toEqual({ type: 'progress', id: 'a', percent: 100 });
  });

  it('takes nothing else for a message', () => {
    for (const text of ['', 'hello', '[]', 'null', '{"type":"run"}', '{"type":"result","id":"a']) expect(decode(text)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        decodeMessage(Buffer.from(bytes));
      }),
    );
  });
});

describe('LineReader', () => {
  function read(text: string, sizes: readonly number[], limit: number): { lines: string[]; tooLong: number } {
    const lines: string[] = [];
    let tooLong = 0;
    const reader = new LineReader(
      limit,
      (line) => lines.push(line.toString()),
      () => {
        tooLong += 1;
      },
    );
    const bytes = Buffer.from(text);
    let at = 0;
    for (const size of [...sizes, bytes.length]) {
      reader.push(bytes.subarray(at, at + size));
      at += size;
    }
    return { lines, tooLong };
  }

  it('gives the same lines however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ''))),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (lines, cuts) => {
          expect(read(lines.map((line) => `${line}\n`).join(''), cuts, 10_000)).toEqual({ lines, tooLong: 0 });
        },
      ),
    );
  });

  it('reports a line that is too long once and goes on behind it', () => {
    expect(read(`short\n${'x'.repeat(50)}\nnext\n`, [3, 10, 10, 10], 20)).toEqual({ lines: ['short', 'next'], tooLong: 1 });
  });
});
