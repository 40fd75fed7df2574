import type { AgentRecord, Usage } from '../../../agents/ports.ts';

/** Attributes of a span, by the names of OpenTelemetry. */
export type SpanAttributes = Record<string, string | number | string[]>;

/** Names of providers as the registry of OpenTelemetry knows them; others go by their own. */
const providerNames: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gcp.gemini',
  mistral: 'mistral_ai',
  azure_openai: 'azure.ai.openai',
  bedrock: 'aws.bedrock',
  groq: 'groq',
};

/**
 * What was recorded of a step in the attributes that OpenTelemetry defines for generative AI (semantic conventions for GenAI, 1.37 of 2025), so that a
 * trace can be carried into any tool that knows them. Nothing of what was said is in them.
 */
export function spanAttributes(record: AgentRecord): SpanAttributes {
  if (record.kind === 'tool')
    return { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': record.name, 'gen_ai.tool.call.id': record.callId, ...errorType(record.error?.code) };
  if (record.kind === 'summary') return { 'gen_ai.operation.name': 'chat', ...usageAttributes(record.usage) };
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerNames[record.provider] ?? record.provider,
    'gen_ai.request.model': record.modelId,
    'gen_ai.response.finish_reasons': [record.finishReason],
    ...usageAttributes(record.usage),
  };
}

const usageAttributes = ({ inputTokens, outputTokens }: Usage): SpanAttributes => ({
  'gen_ai.usage.input_tokens': inputTokens,
  'gen_ai.usage.output_tokens': outputTokens,
});

const errorType = (code: string | undefined): SpanAttributes => (code === undefined ? {} : { 'error.type': code });
