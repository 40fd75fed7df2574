import type { ModelProviderSpec } from '../provider.ts';
import { PracticeModel } from './model.ts';

/** A deterministic stand-in for a model, which needs no key and no network, and is no language model. */
export const practice: ModelProviderSpec = {
  name: 'practice',
  label: 'Practice model',
  description: 'Built in: no key, no network, no language model. It picks tools by simple rules, to try agents, tests and demos with.',
  resourceType: null,
  secrets: [],
  open: (_value, modelId) => Promise.resolve(new PracticeModel(modelId)),
};
