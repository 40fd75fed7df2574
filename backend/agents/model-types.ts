import { modelProviders, type ModelProvider } from './agent.contract.ts';

/** Whether models can be asked through resources of a type: the types have the names of the providers. */
export const isModelType = (type: string): type is ModelProvider => type !== 'practice' && (modelProviders as readonly string[]).includes(type);
