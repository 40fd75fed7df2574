import { keyedProvider } from '../keyed-provider.ts';

/** Models of Google, by the Gemini API. It takes no schema of the answer together with tools. */
export const google = keyedProvider({
  name: 'google',
  label: 'Google Gemini',
  description: 'Gemini models, with a key of Google AI Studio.',
  address: 'https://generativelanguage.googleapis.com/v1beta',
  async open(access, modelId) {
    const { createGoogle } = await import('@ai-sdk/google');
    return { model: createGoogle(access)(modelId), structuredOutput: 'without_tools' };
  },
  list: { query: '?pageSize=1000', headers: (apiKey) => ({ 'x-goog-api-key': apiKey }), read: namesOf },
});

/** Names in the list of Google: `{models: [{name: 'models/…'}]}`. */
function namesOf({ models }: Record<string, unknown>): unknown {
  return Array.isArray(models) ? models.map((entry) => String((entry as { name?: unknown }).name ?? '').replace(/^models\//, '')) : null;
}
