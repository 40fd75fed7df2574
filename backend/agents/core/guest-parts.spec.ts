import { describe, expect, it } from '@jest/globals';
import type { UIMessageChunk } from 'ai';
import type { MessagePart, ThreadMessage } from '../threads.contract.ts';
import { askingPerson } from './asking-person.ts';
import { chunkForGuest, messageForGuest } from './guest-parts.ts';

const tool: MessagePart = {
  type: 'tool',
  call_id: 'c1',
  name: 'refund_order',
  kind: 'flow',
  path: 'f/secret/refund',
  args: { card: '4711' },
  status: 'failed',
  output: { balance: 9 },
  error: { code: 'x', message: 'at /srv/secret' },
  job_id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11',
  approval_id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c12',
  started_at: null,
  ended_at: null,
};
const parts: MessagePart[] = [
  { type: 'reasoning', text: 'a secret thought' },
  tool,
  { type: 'text', text: 'Hello.' },
  { type: 'source', title: 'secret document', url: 'millrace://secret', job_id: null },
  { type: 'source', title: 'Terms', url: 'https://shop.example/terms', job_id: null },
];
const message: ThreadMessage = {
  id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c13',
  parent_id: null,
  role: 'assistant',
  parts,
  status: 'failed',
  error: { code: 'agent/model_refused_key', message: 'secret key' },
  job_id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c14',
  model: 'openai/secret-model',
  is_practice: false,
  usage: null,
  siblings: [],
  feedback: { rating: 'up', comment: 'secret', correction: '' },
  created_by: 'u/secret',
  created_at: new Date(0).toISOString(),
};

describe('what somebody without an account sees of a conversation', () => {
  it('is what was said, that a tool works, and sources of the web; nothing of what stands behind', () => {
    const shown = messageForGuest(message);
    expect(shown.parts.map(({ type }) => type)).toEqual(['tool', 'text', 'source']);
    expect(shown.error?.message).toContain('Name 3f2f7d9a1c14.'.slice(0, 4));
    expect(JSON.stringify(shown)).not.toMatch(/secret|4711|refund|balance|1c11|1c12/);
  });

  it('is the same while it is written', () => {
    const chunks = [
      { type: 'start', messageId: 'secret', messageMetadata: 'secret' },
      { type: 'reasoning-delta', id: '1', delta: 'secret' },
      { type: 'data-tool', id: 'c1', data: tool },
      { type: 'data-message', id: 'm', data: { parts } },
      { type: 'tool-input-available', toolCallId: 'c1', toolName: 'secret', input: {} },
      { type: 'source-document', sourceId: '1', mediaType: 'text/plain', title: 'secret' },
      { type: 'data-of-tomorrow', data: 'secret' },
      { type: 'error', errorText: 'secret' },
      { type: 'text-delta', id: '1', delta: 'Hello.' },
    ] as UIMessageChunk[];
    const shown = chunks.map(chunkForGuest);
    expect(shown.map((chunk) => chunk?.type ?? null)).toEqual(['start', null, 'data-tool', 'data-message', null, null, null, 'error', 'text-delta']);
    expect(JSON.stringify(shown)).not.toMatch(/secret|4711|refund|balance|1c11|1c12/);
  });
});

describe('what an agent is told of who asks', () => {
  it('is nothing of the author of an app whom somebody without an account runs it as', () => {
    const author = { username: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin', groups: ['finance'] };
    expect(askingPerson('u/bob', author)).toEqual(author);
    for (const guest of ['anonymous', 'embed/carla'])
      expect(askingPerson(guest, author)).toEqual({ username: '', name: '', email: '', role: 'guest', groups: [] });
  });
});
