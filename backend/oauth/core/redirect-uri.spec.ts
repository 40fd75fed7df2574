import { describe, expect, test } from '@jest/globals';
import { isRegisteredRedirect, redirectProblem } from './redirect-uri.ts';

describe('an address to which a program is answered', () => {
  test.each([
    'https://claude.example/callback',
    'http://127.0.0.1:3334/callback',
    'http://localhost/cb',
    'http://[::1]:1/cb',
    'cursor://anysphere.cursor-retrieval/oauth',
    'com.example.app:/callback',
  ])('%s may be registered', (uri) => expect(redirectProblem(uri)).toBeNull());

  test.each([
    'http://example.com/cb',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'https://example.com/cb#x',
    'https://example.com/cb#',
    'https://a:b@example.com/',
    'callback',
    '//example.com',
    '',
    'file:///etc/passwd',
    'http://127.0.0.1.example.com/',
    'mailto:a@example.com',
    'https://example.com/\\evil',
    `https://example.com/${'x'.repeat(3000)}`,
  ])('%s may not', (uri) => expect(redirectProblem(uri)).not.toBeNull());

  test.each([
    [['https://a.example/cb'], 'https://a.example/cb', true],
    [['https://a.example/cb'], 'https://a.example/cb/', false],
    [['https://a.example/cb'], 'https://a.example/cb?x=1', false],
    [['https://a.example/cb'], 'https://A.example/cb', false],
    [['https://a.example/cb'], 'https://a.example:444/cb', false],
    [['https://a.example/cb'], 'https://a.example/%63b', false],
    [['http://127.0.0.1:1000/cb'], 'http://127.0.0.1:2000/cb', true],
    [['http://127.0.0.1/cb'], 'http://127.0.0.1:2000/cb', true],
    [['http://127.0.0.1:1000/cb'], 'http://127.0.0.1:2000/other', false],
    [['http://127.0.0.1:1000/cb'], 'http://localhost:1000/cb', false],
    [['http://127.0.0.1:1000/cb'], 'https://127.0.0.1:1000/cb', false],
    [['http://127.0.0.1:1000/cb'], 'http://127.0.0.1:1000@evil.example/cb', false],
    [['http://[::1]:1/cb'], 'http://[::1]:22/cb', true],
    [['http://localhost/cb'], 'http://localhost.evil.example/cb', false],
  ] as const)('%j takes %s: %s', (registered, given, isTaken) => expect(isRegisteredRedirect(registered, given)).toBe(isTaken));
});
