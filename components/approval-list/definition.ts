import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const request = z.object({ id: z.string(), title: z.string(), path: z.string(), risk: z.string(), requested_by: z.string(), created_at: z.string() });

export const approvalList = defineComponent({
  type: 'approval_list',
  title: 'Approvals',
  description: 'Requests that wait for a decision, and the decision',
  category: 'work',
  icon: 'user-check',
  keywords: ['inbox', 'requests', 'approve', 'reject', 'decide'],
  idStem: 'approvals',
  size: { w: 6, h: 50 },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    scope: z
      .enum(['waiting', 'requested', 'all'])
      .default('waiting')
      .meta({ label: 'Which', group: 'content', description: 'That wait for who looks, that they asked for, or all that they may see' }),
    path: z.string().max(200).default('').meta({ label: 'Of this path', group: 'content', description: 'A runnable, or a folder with all below it' }),
    limit: z.number().int().min(1).max(100).default(25).meta({ label: 'At most', group: 'behaviour', isAdvanced: true }),
    empty_text: z.string().max(300).default('Nothing waits for a decision').meta({ label: 'Text without requests', group: 'content', isAdvanced: true }),
  }),
  state: z.object({ ...commonState, items: z.array(request), count: z.number(), selected: request.nullable(), selected_id: z.string().nullable() }),
  events: {
    select: { title: 'When a request is opened', payload: z.object({ id: z.string(), request: request.nullable() }) },
    decided: { title: 'When one was decided', payload: z.object({ id: z.string(), vote: z.enum(['approve', 'reject']), status: z.string() }) },
  },
  methods: { select: { title: 'Open a request', args: [{ name: 'id', shape: z.string() }] }, clear_selection: { title: 'Back to the list', args: [] } },
});
