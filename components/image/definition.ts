import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const image = defineComponent({
  type: 'image',
  title: 'Image',
  description: 'A picture, with words for those who do not see it',
  category: 'display',
  icon: 'photo',
  keywords: ['picture', 'photo', 'logo', 'avatar'],
  idStem: 'image',
  size: { w: 4, h: 20 },
  props: z.object({
    ...commonProps,
    src: z
      .string()
      .max(2_000_000)
      .nullable()
      .optional()
      .meta({ label: 'Address', group: 'content', description: 'https://, a path of this server, data:image, or the id of an uploaded picture' }),
    alt: z
      .string()
      .min(1)
      .max(500)
      .meta({ label: 'What it shows', group: 'content', description: 'Read by screen readers, and shown while there is no picture' }),
    fit: z.enum(['contain', 'cover']).default('contain').meta({ label: 'Fit', group: 'look' }),
    shape: z.enum(['square', 'rounded', 'round']).default('rounded').meta({ label: 'Shape', group: 'look' }),
    max_height: z.number().int().min(16).max(4000).optional().meta({ label: 'Height at most (px)', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...commonState, has_failed: z.boolean() }),
  events: { click: { title: 'When it is clicked' }, error: { title: 'When it cannot be loaded' } },
  initial: { alt: 'Picture' },
});
