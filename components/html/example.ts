import type { ComponentExample } from '../view.ts';
import type { html } from './definition.ts';

export const examples: ComponentExample<typeof html>[] = [
  {
    title: 'Usual',
    props: { label: 'Greeting', content: '<h3 style="margin:0">Dear Ada</h3><p>Your parcel is on its way. <a href="https://acme.example">Follow it</a>.</p>' },
  },
  { title: 'On white', props: { label: 'Mail', is_paper: true, content: '<p>As it looks in a mail.</p>' } },
  {
    title: 'With a script, which does not run',
    props: { label: 'Script', frame: 'border', content: '<p id="a">Nothing happens.</p><script>document.body.textContent="it ran"</script>' },
  },
  { title: 'Empty', props: { content: '' } },
];
