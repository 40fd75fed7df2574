import type { ModelProvider } from '../agent.contract.ts';

/** US dollars for a million tokens. What is written into the cache of the provider, and read from it, has prices of its own. */
export type TokenRates = { input: number; output: number; cachedInput: number; cacheWrite: number };

/** Price of a model. Some cost more for a request whose prompt is longer than so many tokens, with what is cached of it; then all of the request does. */
export type ModelPrice = TokenRates & { above?: TokenRates & { tokens: number } };

/** A model that is known without asking anybody. */
export type KnownModel = {
  /** Name as the provider knows it. */
  id: string;
  /** Name for people. */
  label: string;
  /** As the provider had published it when the list was made; `null` where it is not known. */
  price: ModelPrice | null;
};

/** A price where what is cached costs a share of the input. */
const priced = (input: number, output: number, { read = 1, write = 1, above = {} as Pick<ModelPrice, 'above'> } = {}): ModelPrice => ({
  input,
  output,
  cachedInput: round(input * read),
  cacheWrite: round(input * write),
  ...above,
});

const above = (tokens: number, rates: TokenRates): Pick<ModelPrice, 'above'> => ({ above: { tokens, ...rates } });

const round = (price: number): number => Number(price.toFixed(6));

/** Anthropic writes into its cache for five minutes; nothing here asks for an hour. */
const claude = (id: string, label: string, input: number, output: number, read = 0.1, step: Pick<ModelPrice, 'above'> = {}): KnownModel => ({
  id,
  label,
  price: priced(input, output, { read, write: 1.25, above: step }),
});

/**
 * Models that are known, by provider, newest first, with their prices in US dollars for a million tokens. Others can be asked too: an agent may say their price
 * itself (`model.price`). Each list names the page of the provider from which it was taken, and the day; prices change after it. Where a provider publishes no price for what is cached, it counts in full. Names of "latest" lead to models of changing prices, so they have none.
 */
export const knownModels: Readonly<Partial<Record<ModelProvider, readonly KnownModel[]>>> = {
  // platform.claude.com/docs/en/about-claude/pricing, 2026-10-24.
  anthropic: [
    claude('claude-fable-5-1', 'Claude Fable 5.1', 10, 50, 0.025),
    claude('claude-opus-5-5', 'Claude Opus 5.5', 4, 20, 0.05),
    claude('claude-sonnet-5-5', 'Claude Sonnet 5.5', 2, 10, 0.05),
    claude('claude-haiku-5-5', 'Claude Haiku 5.5', 0.1, 0.5, 0.1, above(100_000, { input: 0.5, output: 2.5, cachedInput: 0.05, cacheWrite: 0.625 })),
    claude('claude-fable-5', 'Claude Fable 5', 10, 50),
    claude('claude-opus-5', 'Claude Opus 5', 5, 25),
    claude('claude-sonnet-5', 'Claude Sonnet 5', 2, 10),
    claude('claude-opus-4-8', 'Claude Opus 4.8', 5, 25),
    claude('claude-opus-4-7', 'Claude Opus 4.7', 5, 25),
    claude('claude-opus-4-6', 'Claude Opus 4.6', 5, 25),
    claude('claude-sonnet-4-6', 'Claude Sonnet 4.6', 3, 15),
    claude('claude-opus-4-5', 'Claude Opus 4.5', 5, 25),
    claude('claude-sonnet-4-5', 'Claude Sonnet 4.5', 3, 15),
    claude('claude-haiku-4-5', 'Claude Haiku 4.5', 1, 5),
  ],
  // developers.openai.com/api/docs/pricing, 2026-11-05; above 272,000 tokens as the page of GPT-6.1 Sol says, which is not said of the others. Since GPT-5.6 the
  // cache is written for a quarter more than the input, before that for nothing more.
  openai: [
    {
      id: 'gpt-6.1-sol',
      label: 'GPT-6.1 Sol',
      price: priced(2, 10, { read: 0.05, write: 1.25, above: above(272_000, { input: 4, output: 15, cachedInput: 0.2, cacheWrite: 5 }) }),
    },
    { id: 'gpt-6-sol', label: 'GPT-6 Sol', price: priced(2, 10, { read: 0.1, write: 1.25 }) },
    { id: 'gpt-6-luna', label: 'GPT-6 Luna', price: priced(0.1, 0.5, { read: 0.1, write: 1.25 }) },
    { id: 'gpt-5.6-luna', label: 'GPT-5.6 Luna', price: priced(0.2, 1.2, { read: 0.1, write: 1.25 }) },
    { id: 'gpt-5', label: 'GPT-5', price: priced(1.25, 10, { read: 0.1 }) },
    { id: 'gpt-5-mini', label: 'GPT-5 mini', price: priced(0.25, 2, { read: 0.1 }) },
    { id: 'gpt-5-nano', label: 'GPT-5 nano', price: priced(0.05, 0.4, { read: 0.1 }) },
    { id: 'gpt-4.1', label: 'GPT-4.1', price: priced(2, 8, { read: 0.25 }) },
    { id: 'gpt-4.1-mini', label: 'GPT-4.1 mini', price: priced(0.4, 1.6, { read: 0.25 }) },
    { id: 'gpt-4.1-nano', label: 'GPT-4.1 nano', price: priced(0.1, 0.4, { read: 0.25 }) },
    { id: 'gpt-4o', label: 'GPT-4o', price: priced(2.5, 10, { read: 0.5 }) },
    { id: 'gpt-4o-mini', label: 'GPT-4o mini', price: priced(0.15, 0.6, { read: 0.5 }) },
  ],
  // ai.google.dev/gemini-api/docs/pricing, 2026-10-07. Gemini 3.8 Flash doubles on 2027-01-01. How long what is cached is kept is charged beside tokens, and not counted.
  google: [
    { id: 'gemini-3.8-flash', label: 'Gemini 3.8 Flash', price: priced(0.75, 3.75) },
    { id: 'gemini-3.5-flash', label: 'Gemini 3.5 Flash', price: priced(1.5, 9) },
    { id: 'gemini-3.5-flash-lite', label: 'Gemini 3.5 Flash-Lite', price: priced(0.3, 2.5) },
    {
      id: 'gemini-3.1-pro-preview',
      label: 'Gemini 3.1 Pro (preview)',
      price: priced(2, 12, { above: above(200_000, { input: 4, output: 18, cachedInput: 4, cacheWrite: 4 }) }),
    },
    {
      id: 'gemini-2.5-pro',
      label: 'Gemini 2.5 Pro',
      price: priced(1.25, 10, { above: above(200_000, { input: 2.5, output: 15, cachedInput: 2.5, cacheWrite: 2.5 }) }),
    },
    { id: 'gemini-2.5-flash', label: 'Gemini 2.5 Flash', price: priced(0.3, 2.5) },
  ],
  mistral: [
    { id: 'mistral-large-latest', label: 'Mistral Large', price: null },
    { id: 'mistral-medium-latest', label: 'Mistral Medium', price: null },
    { id: 'mistral-small-latest', label: 'Mistral Small', price: null },
    { id: 'magistral-medium-latest', label: 'Magistral Medium', price: null },
  ],
  // Prices differ by region, so none is given.
  bedrock: [
    { id: 'us.anthropic.claude-opus-5-5', label: 'Claude Opus 5.5', price: null },
    { id: 'us.anthropic.claude-sonnet-5-5', label: 'Claude Sonnet 5.5', price: null },
    { id: 'us.amazon.nova-pro-v1:0', label: 'Amazon Nova Pro', price: null },
    { id: 'openai.gpt-oss-120b-1:0', label: 'gpt-oss 120B', price: null },
  ],
  // console.groq.com/docs/models, 2026-06.
  groq: [
    { id: 'openai/gpt-oss-120b', label: 'gpt-oss 120B', price: priced(0.15, 0.6) },
    { id: 'openai/gpt-oss-20b', label: 'gpt-oss 20B', price: priced(0.075, 0.3) },
    { id: 'llama-3.3-70b-versatile', label: 'Llama 3.3 70B', price: priced(0.59, 0.79) },
    { id: 'llama-3.1-8b-instant', label: 'Llama 3.1 8B', price: priced(0.05, 0.08) },
  ],
  practice: [
    { id: 'practice', label: 'Practice model', price: priced(0, 0) },
    { id: 'practice-slow', label: 'Practice model, word by word', price: priced(0, 0) },
  ],
};

/** What is known of a model; names with a date at the end are the same model as without. */
export function knownModel(provider: ModelProvider, modelId: string): KnownModel | undefined {
  const models = knownModels[provider] ?? [];
  return models.find(({ id }) => id === modelId) ?? models.find(({ id }) => id === modelId.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, ''));
}
