import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAnsiLine, plainStyle, plainTextOf, styleAfter } from './ansi.ts';

const textOf = (raw: string): string => parseAnsiLine(raw).spans.map((span) => span.text).join('');

describe('ANSI lines', () => {
  test('text without commands is one plain span', () => {
    expect(parseAnsiLine('refunded 12 orders')).toEqual({ spans: [{ text: 'refunded 12 orders', style: plainStyle }], after: plainStyle });
  });

  test('a colour holds until it is reset', () => {
    const { spans, after } = parseAnsiLine('ok \x1b[32mgreen\x1b[0m end');
    expect(spans.map((span) => [span.text, span.style.colour])).toEqual([['ok ', undefined], ['green', { named: 'green' }], [' end', undefined]]);
    expect(after).toEqual({});
  });

  test('a colour that is not reset goes on in the next line', () => {
    const { after } = parseAnsiLine('\x1b[1;31mfailed');
    expect(after).toEqual({ isBold: true, colour: { named: 'red' } });
    expect(parseAnsiLine('still', after).spans[0]?.style.colour).toEqual({ named: 'red' });
  });

  test('bright, 256 and exact colours are read, also with colons', () => {
    expect(parseAnsiLine('\x1b[95mx').spans[0]?.style.colour).toEqual({ named: 'bright-magenta' });
    expect(parseAnsiLine('\x1b[38;5;196mx').spans[0]?.style.colour).toEqual({ exact: 'rgb(255 0 0)' });
    expect(parseAnsiLine('\x1b[48;5;244mx').spans[0]?.style.background).toEqual({ exact: 'rgb(128 128 128)' });
    expect(parseAnsiLine('\x1b[38:2:10:20:30mx').spans[0]?.style.colour).toEqual({ exact: 'rgb(10 20 30)' });
    expect(parseAnsiLine('\x1b[38;2;10;20;30;1mx').spans[0]?.style).toEqual({ colour: { exact: 'rgb(10 20 30)' }, isBold: true });
  });

  test('a colour that does not exist changes nothing visible', () => {
    expect(parseAnsiLine('\x1b[38;5;999mx').spans[0]?.style.colour).toBeUndefined();
    expect(parseAnsiLine('\x1b[38;2;999;0;0mx').spans[0]?.style.colour).toBeUndefined();
  });

  test('a carriage return writes over the line from its start', () => {
    expect(textOf('10 %\r55 %\r100 %')).toBe('100 %');
    expect(textOf('downloading\rdone')).toBe('doneloading');
    expect(textOf('downloading\r\x1b[Kdone')).toBe('done');
  });

  test('a line that ends with a carriage return keeps its text', () => {
    expect(textOf('from Windows\r')).toBe('from Windows');
  });

  test('backspace and erase leave what a terminal would leave', () => {
    expect(textOf('abc\b\bX')).toBe('aXc');
    expect(textOf('abc\x1b[2Kd')).toBe('   d');
  });

  test('window titles, hyperlinks and cursor moves are not shown', () => {
    expect(textOf('\x1b]0;title\x07a\x1b]8;;https://x.example\x1b\\b\x1b[2Jc\x1b(Bd')).toBe('abcd');
  });

  test('a command that is cut off at the end is not shown as garbage', () => {
    expect(textOf('done\x1b')).toBe('done');
  });

  test('a control character is shown by its picture', () => {
    expect(textOf('a\x00b\x07c')).toBe('a␀b␇c');
  });

  test('the style after a text is the same whether spans are made or not', () => {
    const piece = fc.constantFrom('text', '\x1b[31m', '\x1b[0m', '\x1b[1m', '\x1b[38;5;120m', '\x1b[K', '\r', ' ');
    fc.assert(fc.property(fc.array(piece), (pieces) => {
      const raw = pieces.join('');
      expect(styleAfter(raw, plainStyle)).toEqual(parseAnsiLine(raw).after);
    }));
  });

  test('no input leaves a control character in what is shown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const raw = text.replaceAll('\n', '');
      expect(plainTextOf(raw)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
    }));
  });
});
