import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { AgentRecord, OpenedModel, Usage } from '../ports.ts';

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
 * Tokens as a provider counts them, with their price. Providers count what came from their cache within the input; it has a price of its own.
 * A provider that counts nothing costs nothing: what is unknown is not guessed.
 */
export function pricedUsage({ inputTokens, outputTokens }: LanguageModelV4Usage, price: OpenedModel['price']): Usage {
  const input = count(inputTokens.total);
  const cached = Math.min(input, count(inputTokens.cacheRead));
  const output = count(outputTokens.total);
  const costUsd = price === null ? 0 : ((input - cached) * price.input + cached * price.cachedInput + output * price.output) / 1_000_000;
  return { inputTokens: input, cachedInputTokens: cached, outputTokens: output, reasoningTokens: Math.min(output, count(outputTokens.reasoning)), costUsd };
}

const count = (value: number | undefined): number => (value === undefined || !Number.isFinite(value) || value < 0 ? 0 : Math.round(value));
