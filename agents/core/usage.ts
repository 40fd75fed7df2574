import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { ModelPrice } from '../../backend/agents/core/known-models.ts';
import type { AgentRecord, Usage } from '../ports.ts';

/** Nothing used yet. */
export const noUsage: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: 0 };

/** What two stretches used together. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    cachedInputTokens: left.cachedInputTokens + right.cachedInputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    reasoningTokens: left.reasoningTokens + right.reasoningTokens,
    costUsd: left.costUsd + right.costUsd,
  };
}

/** What a run has used so far, by its records. */
export function usageOf(records: readonly AgentRecord[]): Usage {
  return records.reduce((sum, record) => (record.kind === 'tool' ? sum : addUsage(sum, record.usage)), noUsage);
}

/**
 * Tokens as a provider counts them, with their price. Providers count what they read from their cache, and what they write into it, within the input; both have prices of
 * their own, and a long prompt may have others. A provider that counts nothing costs nothing: what is unknown is not guessed.
 */
export function pricedUsage({ inputTokens, outputTokens }: LanguageModelV4Usage, price: ModelPrice | null): Usage {
  const input = count(inputTokens.total);
  const cached = Math.min(input, count(inputTokens.cacheRead));
  const written = Math.min(input - cached, count(inputTokens.cacheWrite));
  const output = count(outputTokens.total);
  const rates = price?.above && input > price.above.tokens ? price.above : price;
  const costUsd =
    rates === null
      ? 0
      : ((input - cached - written) * rates.input + cached * rates.cachedInput + written * rates.cacheWrite + output * rates.output) / 1_000_000;
  return { inputTokens: input, cachedInputTokens: cached, outputTokens: output, reasoningTokens: Math.min(output, count(outputTokens.reasoning)), costUsd };
}

const count = (value: number | undefined): number => (value === undefined || !Number.isFinite(value) || value < 0 ? 0 : Math.round(value));

/** About so many characters make a token; models differ. */
const charactersOfToken = 4;

/** Tokens by the length of what was asked and answered, for answers that broke off before the provider had counted. Files are left out. */
export function estimatedUsage(asked: unknown, answeredCharacters: number): LanguageModelV4Usage {
  const total = Math.ceil(lengthOf(asked) / charactersOfToken);
  return {
    inputTokens: { total, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: Math.ceil(answeredCharacters / charactersOfToken), text: undefined, reasoning: undefined },
  };
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof URL || 'mediaType' in value) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + lengthOf(part), 0);
}
