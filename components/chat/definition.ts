import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const chat = defineComponent({
  type: 'chat',
  title: 'Chat',
  description: 'A conversation with an agent, in the name of whoever looks',
  category: 'work',
  icon: 'message-chatbot',
  keywords: ['agent', 'ai', 'assistant', 'ask', 'conversation', 'message'],
  idStem: 'chat',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('').meta({ label: 'Label', group: 'content' }),
    agent: z
      .string()
      .max(255)
      .default('')
      .meta({ label: 'Path of the agent', group: 'content', description: 'Such as f/support/helper; viewers need the right to use it' }),
    guest_action: z.string().max(60).optional().meta({
      label: 'For people without an account',
      field: 'action',
      group: 'content',
      description: 'An action that runs an agent as the author and is open to everybody: they talk with that one. None: the chat is for members',
    }),
    guest_files: z
      .boolean()
      .default(false)
      .meta({ label: 'Takes their files', group: 'content', description: 'Pictures, PDFs and text, as many as the app takes of people without an account' }),
    greeting: z
      .string()
      .max(2000)
      .default('')
      .meta({ label: 'Greeting', field: 'markdown', group: 'content', description: 'Empty: what the agent says itself' }),
    suggestions: z
      .array(z.string().max(200))
      .max(8)
      .default([])
      .meta({ label: 'Suggestions', field: 'options', group: 'content', description: 'None: those of the agent' }),
    placeholder: z.string().max(200).default('Ask something').meta({ label: 'Placeholder', group: 'content', isAdvanced: true }),
    is_kept: z
      .boolean()
      .default(true)
      .meta({ label: 'Goes on where the viewer stopped', group: 'behaviour', description: 'Otherwise each visit begins a new conversation' }),
    height: z.number().int().min(240).max(2000).default(520).meta({ label: 'Height in pixels', group: 'look' }),
  }),
  state: z.object({
    ...commonState,
    thread_id: z.string().nullable(),
    status: z.enum(['idle', 'running', 'waiting', 'failed']),
    answer: z.string().nullable(),
  }),
  hands: { guest_action: ['message'] },
  events: {
    answer: { title: 'When it has answered', payload: z.object({ text: z.string(), thread_id: z.string() }) },
  },
  methods: {
    send: { title: 'Say this', args: [{ name: 'text', shape: z.string() }] },
    begin: { title: 'Begin a new conversation', args: [] },
  },
});
