import { describe, expect, test } from '@jest/globals';
import { clientSetups } from './client-setups.ts';

describe('what is copied into an AI client', () => {
  const setups = clientSetups('https://millrace.example.com/api/w/acme/mcp', 'millrace-acme');

  test.each(setups)('names the address and the server: $label', ({ snippet, language }) => {
    expect(snippet).toContain('https://millrace.example.com/api/w/acme/mcp');
    expect(snippet).toContain('millrace-acme');
    if (language === 'json') expect(() => JSON.parse(snippet)).not.toThrow();
  });
});
