import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ModelProvider } from '../../backend/agents/agent.contract.ts';
import type { JsonObject } from '../../backend/common/json.ts';

/** The type of the resources that hold the key of a provider. */
export type ProviderResourceType = {
  name: string;
  title: string;
  description: string;
  /** JSON Schema of the value; `x-ui: {secret: true}` marks what is encrypted. */
  schema: JsonObject;
};

/** A provider of models. Each has a folder of its own; `providers.ts` is the list, and one conformance suite runs over it. */
export type ModelProviderSpec = {
  name: ModelProvider;
  label: string;
  description: string;
  /** `null`: needs no resource. */
  resourceType: ProviderResourceType | null;
  /** Names of the fields of the resource that nobody may see. */
  secrets: readonly string[];
  /**
   * Makes a model ready to be asked, without asking it. All that it sends goes through `fetch`, which decides what may be reached and follows no redirect.
   * The package of the provider is loaded here, because most servers need few of them.
   */
  open(value: JsonObject, modelId: string, fetch: typeof globalThis.fetch): Promise<LanguageModelV4>;
  /** Asks the provider for the names of its models. Rejects with the reason in words. */
  listModels?(value: JsonObject, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<string[]>;
};
