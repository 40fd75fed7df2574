import { describe, expect, test } from '@jest/globals';
import { isLoadFailure } from './load-failure.ts';

describe('a page whose code did not arrive', () => {
  test.each([
    'Failed to fetch dynamically imported module: http://localhost/assets/RunsPage.js',
    'error loading dynamically imported module: http://localhost/assets/RunsPage.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/FormParts.css',
  ])('is told by the words of the browser: %s', (message) => {
    expect(isLoadFailure(new TypeError(message))).toBe(true);
  });

  test('is not taken for one that broke', () => {
    expect(isLoadFailure(new TypeError("Cannot read properties of undefined (reading 'id')"))).toBe(false);
    expect(isLoadFailure('Importing a module script failed.')).toBe(false);
  });
});
