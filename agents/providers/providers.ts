import { anthropic } from './anthropic/anthropic.ts';
import { azureOpenai } from './azure-openai/azure-openai.ts';
import { bedrock } from './bedrock/bedrock.ts';
import { google } from './google/google.ts';
import { groq } from './groq/groq.ts';
import { mistral } from './mistral/mistral.ts';
import { openaiCompatible } from './openai-compatible/openai-compatible.ts';
import { openai } from './openai/openai.ts';
import { openrouter } from './openrouter/openrouter.ts';
import { practice } from './practice/practice.ts';
import type { ModelProviderSpec } from './provider.ts';

/** Every provider of models. A new one is a folder and a line here, and has to pass `conformance.spec.ts`. */
export const modelProviders: readonly ModelProviderSpec[] = [
  practice,
  openai,
  anthropic,
  google,
  mistral,
  azureOpenai,
  bedrock,
  openrouter,
  groq,
  openaiCompatible,
];

/** The provider that resources of a type lead to. */
export const providerOfResourceType = (type: string): ModelProviderSpec | undefined => modelProviders.find(({ resourceType }) => resourceType?.name === type);
