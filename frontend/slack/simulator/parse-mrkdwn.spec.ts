import { expect, test } from '@jest/globals';
import { parseMrkdwn } from './parse-mrkdwn.ts';

test('marks of Slack become pieces, and what was escaped is text again', () => {
  expect(parseMrkdwn(':x: *bold* and _slanted_ in `code` <https://a.example/b?x=1|a &lt;link&gt;>')).toEqual([
    { kind: 'text', text: '❌ ' },
    { kind: 'bold', text: 'bold' },
    { kind: 'text', text: ' and ' },
    { kind: 'italic', text: 'slanted' },
    { kind: 'text', text: ' in ' },
    { kind: 'code', text: 'code' },
    { kind: 'text', text: ' ' },
    { kind: 'link', url: 'https://a.example/b?x=1', text: 'a <link>' },
  ]);
});

test('blocks keep what is in them, and no address but one of the web becomes a link', () => {
  expect(parseMrkdwn('```a *b*\n&lt;c&gt;```')).toEqual([{ kind: 'block', text: 'a *b*\n<c>' }]);
  expect(parseMrkdwn('<javascript:alert(1)|x> snake_case_name <!date^1700000000^{date}|then>')).toEqual([
    { kind: 'text', text: '<javascript:alert(1)|x> snake_case_name then' },
  ]);
});
