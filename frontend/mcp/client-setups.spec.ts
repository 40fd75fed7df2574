import { describe, expect, test } from '@jest/globals';
import { clientSetups } from './client-setups.ts';

describe('what is copied into an AI client', () => {
  const setups = clientSetups('https://millrace.example.com/api/w/acme/mcp', 'millrace-acme');

  test.each(setups)('names the address and the server: $label', ({ content, language }) => {
    expect(content).toContain('https://millrace.example.com/api/w/acme/mcp');
    expect(content).toContain('millrace-acme');
    if (language === 'json') expect(() => JSON.parse(content)).not.toThrow();
  });
});
