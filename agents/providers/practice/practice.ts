import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { PracticeModel } from './model.ts';

const features: KnownModel['features'] = { structuredOutput: true, reasoning: false, images: false };
const price = { input: 0, output: 0, cachedInput: 0 };

/** A deterministic stand-in for a model, which needs no key and no network, and is no language model. */
export const practice: ModelProviderSpec = {
  name: 'practice',
  label: 'Practice model',
  description: 'Built in: no key, no network, no language model. It picks tools by simple rules, to try agents, tests and demos with.',
  resourceType: null,
  secrets: [],
  models: [
    { id: 'practice', label: 'Practice model', contextTokens: 1_000_000, price, features },
    { id: 'practice-slow', label: 'Practice model, word by word', contextTokens: 1_000_000, price, features },
  ],
  open: (_value, modelId) => Promise.resolve(new PracticeModel(modelId)),
};
