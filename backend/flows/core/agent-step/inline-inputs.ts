import type { JsonObject } from '../../../common/json.ts';
import { providerKinds } from './inputs.ts';

/** What people fill in for an agent that stands in a flow: the inputs that OpenFlow has for it, those that mean something here. */
export const inlineInputs: JsonObject = {
  type: 'object',
  properties: {
    provider: {
      type: 'object',
      title: 'Model',
      description:
        'The provider, a reference to the resource with its key, and the name of the model. The practice model is built in and needs neither of these two.',
      properties: {
        kind: { type: 'string', enum: [...providerKinds], default: 'practice' },
        resource: { type: 'string', description: '$res:f/folder/name' },
        model: { type: 'string' },
      },
      required: ['kind'],
    },
    user_message: { type: 'string', title: 'Message', 'x-ui': { widget: 'textarea' } },
    system_prompt: { type: 'string', title: 'Instructions', 'x-ui': { widget: 'textarea' } },
    output_schema: { type: 'object', title: 'Schema of the answer', description: 'JSON Schema; without one the answer is text' },
    temperature: { type: 'number', minimum: 0, maximum: 2 },
    max_completion_tokens: { type: 'integer', minimum: 1 },
    max_iterations: { type: 'integer', minimum: 1, maximum: 1000, description: 'How often the model may be asked' },
    enabled_tools: { type: 'array', items: { type: 'string' }, description: 'Names of the tools that it may use; all where nothing is given' },
  },
  required: ['provider', 'user_message'],
};
