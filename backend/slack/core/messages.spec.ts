import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageBlocks } from '../simulator/block-shapes.ts';
import { checkCall } from '../simulator/method-shapes.ts';
import { approvalCard, type CardRequest } from './approval-card.ts';
import { appManifest } from './manifest.ts';
import { answerMessage, runMessage, type RunState } from './run-message.ts';
import { resultBlocks } from './result-blocks.ts';
import { markdownToMrkdwn, plainOfMessage } from './slack-text.ts';

const page = { title: '/refund 1042', url: 'https://millrace.example/w/acme/runs/1' };
const words = (blocks: unknown): string => JSON.stringify(blocks);

const request: CardRequest = {
  id: 'a',
  title: 'Refund 250',
  summary: 'For <!channel>',
  path: 'f/support/refund',
  risk: 'high',
  requestedBy: 'oscar',
  waitingFor: '1 of 2 from g/finance',
  status: 'open',
  args: { order: 7, key: { $secret: true } },
  preview: null,
  dueAt: new Date('2026-11-20T10:00:00Z'),
  isRejectHidden: false,
  votes: [],
  url: page.url,
};

describe('a result', () => {
  test('is shown by its shape', () => {
    expect(resultBlocks(null)).toEqual([]);
    expect(words(resultBlocks('Paid & <done>'))).toContain('Paid &amp; &lt;done&gt;');
    expect(words(resultBlocks({ order: 7, is_paid: true, note: null }))).toContain('*order*: 7\\n*is_paid*: true\\n*note*: –');
    expect(
      words(
        resultBlocks([
          { id: 1, name: 'Ada' },
          { id: 22, name: 'Bob' },
        ]),
      ),
    ).toContain('id  name\\n1   Ada\\n22  Bob');
    expect(words(resultBlocks({ rows: [{ id: 1 }], total: { all: 1 } }))).toContain('id\\n1');
    expect(words(resultBlocks({ deep: { er: [1] } }))).toContain('```{');
    expect(words(resultBlocks([]))).toContain('No rows');
    expect(words(resultBlocks([{ valueOf: 1 }, { other: 2 }]))).toContain('valueOf  other\\n1\\n         2');
  });

  test('of many rows says how many are left out', () => {
    const rows = Array.from({ length: 300 }, (_none, id) => ({ id, text: 'x'.repeat(100) }));
    expect(words(resultBlocks(rows))).toMatch(/and 2\d\d more rows/);
  });

  test('makes a message that Slack takes, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 9000 }), fc.array(fc.dictionary(fc.string(), fc.jsonValue()))), (result) => {
        for (const { text, blocks } of [runMessage(page, { kind: 'succeeded', result }), answerMessage(page.url, { kind: 'succeeded', result })]) {
          expect(MessageBlocks.safeParse(blocks).error?.issues ?? []).toEqual([]);
          expect(text.length).toBeLessThanOrEqual(3000);
          expect(words(blocks)).not.toMatch(/<!(?:channel|here|everyone)/);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('of an agent is its words, and a link to the rest where there are more than fit', () => {
    const { blocks } = answerMessage(page.url, { kind: 'succeeded', result: '**Paid.** See [the order](https://shop.example/1)' });
    expect(blocks).toMatchObject([{ text: { text: '*Paid.* See <https://shop.example/1|the order>' } }]);
    const long = answerMessage(page.url, { kind: 'succeeded', result: `${'word '.repeat(4000)}` }).blocks;
    expect(long.length).toBe(6);
    expect(words(long.at(-1))).toContain('Read the rest');
  });

  test.each<RunState>([
    { kind: 'queued' },
    { kind: 'waiting', because: 'a decision by g/finance' },
    { kind: 'failed', message: 'x'.repeat(9000) },
    { kind: 'cancelled', reason: null },
    { kind: 'skipped' },
  ])('is told of while there is none: %j', (state) => {
    const { blocks } = runMessage(page, state);
    expect(MessageBlocks.safeParse(blocks).success).toBe(true);
    expect(words(blocks)).toContain(page.url);
  });
});

describe('a card', () => {
  test('has buttons while it is open, which carry nothing but its id, and masks secrets', () => {
    const { text, blocks } = approvalCard('card-1', request);
    expect(text).toBe('Approval needed: Refund 250');
    expect(MessageBlocks.safeParse(blocks).error?.issues ?? []).toEqual([]);
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ action_id: 'approval_approve', value: 'card-1' }, { action_id: 'approval_reject', value: 'card-1' }, { url: page.url }],
    });
    expect(words(blocks)).toContain('High risk');
    expect(words(blocks)).toContain('*key*: ••••');
    expect(words(blocks)).not.toContain('<!channel>');
    expect(words(approvalCard('card-1', { ...request, isRejectHidden: true }).blocks)).not.toContain('approval_reject');
  });

  test('says at the end who decided and when, and can be pressed no more', () => {
    const votes = [{ by: 'fiona', vote: 'approve' as const, comment: 'fine', at: new Date('2026-11-20T11:00:00Z') }];
    const { blocks } = approvalCard('card-1', { ...request, status: 'approved', votes });
    expect(words(blocks)).toMatch(/\*fiona\* approved <!date\^1795172400\^[^|]*\|2026-11-20 11:00 UTC>: fine/);
    expect(words(blocks)).not.toContain('approval_approve');
  });
});

test('words of messages lose the marks of Slack, and words of agents get them', () => {
  expect(plainOfMessage('<@U1|ada> see <https://a.example/?x=1&amp;y=2|this> &lt;b&gt; <mailto:a@b.example|a@b.example>')).toBe(
    '@ada see https://a.example/?x=1&y=2 <b> mailto:a@b.example',
  );
  expect(markdownToMrkdwn('# Head\n**bold** [a](https://a.example) <!channel>\n- one')).toBe('*Head*\n*bold* <https://a.example|a> &lt;!channel&gt;\n• one');
});

test('the manifest keeps to what Slack takes of commands and shortcuts', () => {
  const many = Array.from({ length: 80 }, (_none, index) => ({
    trigger: index % 2 === 0 ? ('command' as const) : ('message_shortcut' as const),
    name: `/c${index}`,
    summary: 'x'.repeat(60),
    usage: '',
  }));
  const manifest = appManifest('https://millrace.example', 'A workspace with a very long name indeed', many) as {
    display_information: { name: string };
    features: { slash_commands: unknown[]; shortcuts: { name: string }[] };
  };
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect([manifest.features.slash_commands.length, manifest.features.shortcuts.length]).toEqual([40, 10]);
  expect(manifest.features.shortcuts[0]?.name.length).toBeLessThanOrEqual(24);
});

test('the stand-in refuses what Slack would refuse', () => {
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const type = 'application/x-www-form-urlencoded';
  expect(checkCall('chat.postMessage', type, form({ channel: 'C0SUPPORT', text: 'hi' }))).toMatchObject({ method: 'chat.postMessage' });
  expect(checkCall('chat.destroy', type, '')).toMatchObject({ error: 'unknown_method' });
  expect(checkCall('chat.postMessage', 'text/plain', 'x')).toMatchObject({ error: 'invalid_form_data' });
  expect(checkCall('chat.postMessage', type, form({ channel: 'C0SUPPORT' }))).toMatchObject({ error: 'invalid_arguments' });
  const long = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }]);
  expect(checkCall('chat.postMessage', type, form({ channel: 'C0SUPPORT', blocks: long }))).toMatchObject({ error: 'invalid_blocks' });
  const twice = JSON.stringify([
    { type: 'divider', block_id: 'a' },
    { type: 'divider', block_id: 'a' },
  ]);
  expect(checkCall('chat.postMessage', type, form({ channel: 'C0SUPPORT', blocks: twice }))).toMatchObject({ error: 'invalid_blocks' });
});
