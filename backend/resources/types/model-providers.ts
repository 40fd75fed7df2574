import { modelProviders } from '../../../agents/providers/providers.ts';
import type { ResourceTypeDefinition } from '../resource-type.ts';

/** Keys of the providers of models. How they are tried is said where models are opened: through the guarded network. */
export const modelProviderTypes: readonly ResourceTypeDefinition[] = modelProviders.flatMap(({ resourceType }) => resourceType ?? []);
