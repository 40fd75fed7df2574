import type { ComponentExample } from '../view.ts';
import { firstCode, type custom } from './definition.ts';

const manifest = {
  props: { greeting: { type: 'string' } },
  state: { count: { type: 'integer' } },
  events: { press: { type: 'object', properties: { count: { type: 'integer' } } } },
  origins: [],
};

export const examples: ComponentExample<typeof custom>[] = [
  { title: 'Usual', props: { label: 'A greeting', code: firstCode, manifest, data: { greeting: 'Hello' } } },
  { title: 'Without code', props: {} },
  { title: 'Props that do not fit', props: { label: 'A greeting', code: firstCode, manifest, data: { greeting: 5 } } },
  { title: 'Code that fails', props: { label: 'A mistake', code: 'throw new Error("This is not ready.");', manifest } },
  { title: 'Disabled', props: { label: 'A greeting', code: firstCode, manifest, data: { greeting: 'Hello' }, disabled: true } },
  { title: 'Loading', props: { label: 'A greeting', code: firstCode, manifest, data: { greeting: 'Hello' }, loading: true } },
];
