import { expect, test } from '@jest/globals';
import type { ToolRecord, TurnRecord } from '../../../agents/ports.ts';
import { spanAttributes } from './telemetry.ts';

const usage = { inputTokens: 40, cachedInputTokens: 10, outputTokens: 7, reasoningTokens: 0, costUsd: 0.01 };
const turn: TurnRecord = {
  kind: 'turn',
  seq: 1,
  provider: 'google',
  modelId: 'gemini-test',
  isFallback: false,
  messages: [{ role: 'assistant', content: 'The secret plan' }],
  finishReason: 'stop',
  usage,
  attempts: 1,
  firstTokenMs: 5,
  startedAt: 0,
  endedAt: 1,
};
const call: ToolRecord = {
  kind: 'tool',
  seq: 2,
  callId: 'call_1',
  name: 'look_up_order',
  args: { order_number: 1042 },
  argsHash: null,
  rule: 'auto',
  status: 'failed',
  output: null,
  error: { code: 'job/script_error', message: 'boom' },
  childJobId: null,
  approvalId: null,
  startedAt: 0,
  endedAt: 1,
};

test('a turn has the model, the provider by its registered name, and what it used', () => {
  expect(spanAttributes(turn)).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'gemini-test',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 40,
    'gen_ai.usage.output_tokens': 7,
  });
});

test('a call of a tool has its name and the type of its error', () => {
  expect(spanAttributes(call)).toEqual({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'look_up_order',
    'gen_ai.tool.call.id': 'call_1',
    'error.type': 'job/script_error',
  });
});

test('nothing of what was said, asked or given stands in the attributes', () => {
  const all = JSON.stringify([
    spanAttributes(turn),
    spanAttributes(call),
    spanAttributes({ kind: 'summary', seq: 3, text: 'The secret plan', usage, startedAt: 0, endedAt: 1 }),
  ]);
  expect(all).not.toMatch(/secret|1042|boom/);
});
