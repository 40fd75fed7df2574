import { fields, text, type ResourceTypeDefinition } from '../resource-type.ts';

/** A text that people, agents and AI clients read: a policy, a price list, a manual. */
export const document: ResourceTypeDefinition = {
  name: 'document',
  title: 'Document',
  description: 'A text that agents and AI clients may read: a policy, a price list, a manual.',
  schema: fields(
    {
      title: text('Title'),
      text: text('Text', { description: 'Markdown is understood', 'x-ui': { multiline: true } }),
      media_type: text('Form', { enum: ['text/markdown', 'text/plain'], default: 'text/markdown' }),
    },
    ['text'],
  ),
};
