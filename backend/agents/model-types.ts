import { providerOfResourceType } from '../../agents/providers/providers.ts';

/** Whether models can be asked through resources of a type. */
export const isModelType = (type: string): boolean => providerOfResourceType(type) !== undefined;
