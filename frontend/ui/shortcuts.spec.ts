import { describe, expect, test } from '@jest/globals';
import { nameOfPress, wordsOfKeys } from './shortcuts.ts';

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe('keys', () => {
  test('the main modifier is Command on a Mac and Control elsewhere', () => {
    expect(nameOfPress(press('k', { metaKey: true }), true)).toBe('mod+k');
    expect(nameOfPress(press('k', { ctrlKey: true }), false)).toBe('mod+k');
    expect(nameOfPress(press('k', { ctrlKey: true }), true)).toBe('ctrl+k');
  });

  test('a printed character contains its Shift already, a letter with a modifier does not', () => {
    expect(nameOfPress(press('?', { shiftKey: true }), false)).toBe('?');
    expect(nameOfPress(press('P', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+shift+p');
    expect(nameOfPress(press('Enter', { shiftKey: true }), false)).toBe('shift+enter');
  });

  test('a bare modifier is no key', () => {
    expect(nameOfPress(press('Shift', { shiftKey: true }), false)).toBeNull();
  });

  test('key caps have the words of the machine', () => {
    expect(wordsOfKeys('mod+shift+p', true)).toEqual([['⌘', '⇧', 'P']]);
    expect(wordsOfKeys('mod+enter', false)).toEqual([['Ctrl', 'Enter']]);
    expect([wordsOfKeys('+', false), wordsOfKeys('mod++', false)]).toEqual([[['+']], [['Ctrl', '+']]]);
    expect(wordsOfKeys('g h', false)).toEqual([['G'], ['H']]);
  });
});
