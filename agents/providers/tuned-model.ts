import type { LanguageModelV4, LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';

/** How a model is asked differently from what its package does by itself. */
export type Tuning = {
  /** Options of the package, by the name of the provider. */
  providerOptions?: SharedV4ProviderOptions;
  /**
   * When the provider enforces the schema of an answer. Many cannot together with tools, and refuse the request; the schema then stands
   * in the instructions, and the answer is checked here in any case.
   */
  structuredOutput: 'always' | 'without_tools' | 'never';
};

/** A model that is asked with a tuning. */
export function tuned(model: LanguageModelV4, tuning: Tuning): LanguageModelV4 {
  const tune = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => {
    const { responseFormat, ...rest } = options;
    const hasTools = (options.tools?.length ?? 0) > 0;
    const isEnforced = responseFormat !== undefined && (tuning.structuredOutput === 'always' || (tuning.structuredOutput === 'without_tools' && !hasTools));
    return { ...rest, ...(isEnforced ? { responseFormat } : {}), providerOptions: { ...tuning.providerOptions, ...options.providerOptions } };
  };
  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    get supportedUrls() {
      return model.supportedUrls;
    },
    doGenerate: (options) => model.doGenerate(tune(options)),
    doStream: (options) => model.doStream(tune(options)),
  };
}
