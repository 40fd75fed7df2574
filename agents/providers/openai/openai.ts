import { keyedProvider } from '../keyed-provider.ts';
import { textField, textOf } from '../resource-schema.ts';

const address = 'https://api.openai.com/v1';

/**
 * Models of OpenAI, by its responses API. Servers that only speak the older chat completions (vLLM, Ollama, gateways) are asked by that: what is not at OpenAI's own
 * address, unless the resource says otherwise. Nothing is kept at the provider (`store: false`); what a model thought goes along encrypted.
 */
export const openai = keyedProvider({
  name: 'openai',
  label: 'OpenAI',
  description: 'Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway.',
  address,
  fields: {
    organization_id: textField('Organization'),
    api: textField('API', { enum: ['responses', 'chat'], description: 'Left out: responses at the address of OpenAI, chat completions elsewhere' }),
  },
  async open(access, modelId, value) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    const organization = textOf(value, 'organization_id');
    const provider = createOpenAI({ ...access, ...(organization === '' ? {} : { organization }) });
    const isResponses = textOf(value, 'api', access.baseURL === address ? 'responses' : 'chat') === 'responses';
    return {
      model: isResponses ? provider.responses(modelId) : provider.chat(modelId),
      structuredOutput: 'always',
      // Schemas are the author's: the strict form of the provider takes only some of them, and refuses the others.
      providerOptions: { openai: { strictJsonSchema: false, ...(isResponses ? { store: false } : {}) } },
    };
  },
});
