import type { ComponentExample } from '../view.ts';
import type { fileUpload } from './definition.ts';

const invoice = { id: 'file_01990000-0000-7000-8000-000000000001', name: 'invoice 1042.pdf', size: 182_344, type: 'application/pdf' };
const photo = {
  id: 'file_01990000-0000-7000-8000-000000000002',
  name: 'a photo of the parcel with a very long name that somebody gave it.jpg',
  size: 2_400_112,
  type: 'image/jpeg',
};

export const examples: ComponentExample<typeof fileUpload>[] = [
  { title: 'Usual', props: { label: 'Invoice', accept: ['pdf'], max_size_mb: 10, help: 'As you got it by e-mail.' } },
  { title: 'Several files', props: { label: 'Photos of the parcel', accept: ['image', 'pdf'], max_files: 5, value: [invoice, photo] } },
  { title: 'As many as there may be', props: { label: 'Invoice', accept: ['pdf'], value: [invoice] } },
  { title: 'Disabled', props: { label: 'Invoice', disabled: true, value: [invoice], max_files: 2 } },
  { title: 'Read only', props: { label: 'Invoice', read_only: true, value: [invoice] } },
  { title: 'Wrong, as somebody else says', props: { label: 'Invoice', invalid: 'This invoice was handed in before.', value: [invoice] } },
  { title: 'Loading', props: { label: 'Invoice', loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
    },
  },
];
