import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitLinks } from './links.ts';

const linksOf = (text: string): (string | null)[] => splitLinks(text).map((piece) => piece.href).filter((href) => href !== null);

describe('links in logs', () => {
  test('an address becomes a link and the full stop after it does not', () => {
    expect(splitLinks('See https://example.com/a?b=1#c.')).toEqual([
      { text: 'See ', href: null }, { text: 'https://example.com/a?b=1#c', href: 'https://example.com/a?b=1#c' }, { text: '.', href: null },
    ]);
  });

  test('a bracket around an address stays outside, one inside it stays inside', () => {
    expect(linksOf('(https://example.com/a)')).toEqual(['https://example.com/a']);
    expect(linksOf('https://example.com/a_(b)')).toEqual(['https://example.com/a_(b)']);
  });

  test('other schemes never become links', () => {
    expect(linksOf('javascript://alert(1) data://x file:///etc/passwd ftp://a.example')).toEqual([]);
  });

  test('no text is lost or made up', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('https://a.example/x', ' ', '(', ')', '.', 'word', 'http://', '://')), (parts) => {
      const text = parts.join('');
      expect(splitLinks(text).map((piece) => piece.text).join('')).toBe(text);
    }));
  });
});
