import type { ComponentExample } from '../view.ts';
import type { richText } from './definition.ts';

const answer =
  '<h2>Your parcel</h2><p>Dear Ada, your parcel is <strong>on its way</strong>. You can <a href="https://acme.example/track">follow it</a>.</p><ul><li><p>two shirts</p></li><li><p>one book</p></li></ul>';

export const examples: ComponentExample<typeof richText>[] = [
  { title: 'Usual', props: { label: 'Answer', value: answer } },
  { title: 'Few tools, empty', props: { label: 'Note', tools: 'simple', placeholder: 'What happened?', min_height: 80 } },
  { title: 'Without tools', props: { label: 'Note', tools: 'none', value: '<p>Only keys</p>', min_height: 60 } },
  {
    title: 'What is no text is left out',
    props: {
      label: 'Note',
      value: '<p>Hello<img src=x onerror="alert(1)"><script>alert(1)</script> <a href="javascript:alert(1)">there</a></p>',
      min_height: 60,
    },
  },
  { title: 'Disabled', props: { label: 'Answer', value: answer, disabled: true } },
  { title: 'Read only', props: { label: 'Answer', value: answer, read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Answer', value: '<p>No.</p>', invalid: 'Say why.', min_height: 60 } },
  { title: 'Loading', props: { label: 'Answer', loading: true, min_height: 60 } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      min_height: 60,
    },
  },
];
