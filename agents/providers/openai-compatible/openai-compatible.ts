import { idsOf, listModelsAt } from '../list-models.ts';
import type { ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField, textOf } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

/** Any server that speaks chat completions as OpenAI does: Ollama, vLLM, LM Studio, llama.cpp, gateways. A key is optional. */
export const openaiCompatible: ModelProviderSpec = {
  name: 'openai_compatible',
  label: 'OpenAI-compatible server',
  description: 'Ollama, vLLM, LM Studio or any other server with the chat completions API.',
  resourceType: {
    name: 'openai_compatible',
    title: 'OpenAI-compatible server',
    description:
      'Ollama, vLLM, LM Studio or any other server with the chat completions API. One in a private network has to be allowed by whoever runs Millrace.',
    schema: resourceSchema(
      {
        base_url: { ...addressField(), description: 'Such as http://ollama.internal:11434/v1' },
        api_key: secretField('API key'),
        has_structured_output: { type: 'boolean', title: 'It takes JSON Schemas of answers', default: false },
      },
      ['base_url'],
    ),
  },
  secrets: ['api_key'],
  async open(value, modelId, fetch) {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    const hasStructuredOutput = value['has_structured_output'] === true;
    requiredText(value, 'base_url', 'an OpenAI-compatible server');
    const provider = createOpenAICompatible({
      name: 'compatible',
      baseURL: addressOf(value, 'base_url', ''),
      apiKey: textOf(value, 'api_key'),
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: hasStructuredOutput,
    });
    return tuned(provider.chatModel(modelId), { structuredOutput: hasStructuredOutput ? 'without_tools' : 'never' });
  },
  listModels(value, fetch, signal) {
    const key = textOf(value, 'api_key');
    requiredText(value, 'base_url', 'an OpenAI-compatible server');
    return listModelsAt(
      { url: `${addressOf(value, 'base_url', '')}/models`, headers: key === '' ? {} : { authorization: `Bearer ${key}` }, fetch, signal },
      idsOf,
    );
  },
};
