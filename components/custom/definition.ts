import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';
import { manifest } from './manifest.ts';

/** What a new one shows: as much as an author needs to see how it is made. */
export const firstCode = `// Runs in a frame of its own: it reaches neither the page around it nor the network.
const text = document.createElement('p');
const button = document.createElement('button');
button.textContent = 'One more';
let count = 0;
const draw = () => { text.textContent = millrace.props.greeting + ' (' + count + ')'; };
button.onclick = () => { count += 1; draw(); millrace.setState({ count }); millrace.emit('press', { count }); };
millrace.onProps(draw);
document.body.append(text, button);
`;

export const custom = defineComponent({
  type: 'custom',
  title: 'Own component',
  description: 'A component of your own, from a bundle of JavaScript, in a frame without rights',
  category: 'display',
  icon: 'puzzle',
  keywords: ['react', 'javascript', 'bundle', 'code', 'widget', 'extension'],
  idStem: 'custom',
  size: { w: 6, h: 30 },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('Own component').meta({ label: 'What it shows', group: 'content', description: 'Read by screen readers' }),
    code: z.string().max(2_000_000).default('').meta({
      label: 'Code',
      field: 'code',
      group: 'content',
      isFixed: true,
      description: 'One bundle with all that it needs, such as React. It speaks to the page by `millrace`',
    }),
    manifest: manifest.default({ props: {}, state: {}, events: {}, origins: [] }).meta({
      label: 'What it takes and gives',
      field: 'json_schema',
      group: 'behaviour',
      isFixed: true,
      description: 'JSON Schemas of its props, its state and its events, and the origins that it may reach',
    }),
    data: z.record(z.string(), z.unknown()).default({}).meta({ label: 'Its props', group: 'content' }),
    height: z.enum(['fill', 'content']).default('fill').meta({ label: 'Height', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...commonState, value: z.record(z.string(), z.unknown()), is_ready: z.boolean(), problem: z.string().nullable() }),
  events: { event: { title: 'When it tells of something', payload: z.object({ name: z.string(), payload: z.unknown() }) } },
  methods: {
    send: {
      title: 'Tell it something',
      args: [
        { name: 'name', shape: z.string() },
        { name: 'payload', shape: z.unknown() },
      ],
    },
    reload: { title: 'Begin anew', args: [] },
  },
  initial: {
    code: firstCode,
    data: { greeting: 'Hello' },
    manifest: {
      props: { greeting: { type: 'string' } },
      state: { count: { type: 'integer' } },
      events: { press: { type: 'object', properties: { count: { type: 'integer' } } } },
      origins: [],
    },
  },
});
