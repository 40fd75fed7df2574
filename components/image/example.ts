import type { ComponentExample } from '../view.ts';
import type { image } from './definition.ts';

export const examples: ComponentExample<typeof image>[] = [
  {
    title: 'Usual',
    props: {
      alt: 'Three bars, the last one the highest',
      src: `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><rect x="10" y="30" width="24" height="26" fill="#2b8fa3"/><rect x="48" y="20" width="24" height="36" fill="#2b8fa3"/><rect x="86" y="6" width="24" height="50" fill="#2b8fa3"/></svg>')}`,
    },
  },
  { title: 'Without a picture', props: { alt: 'Portrait of Ada Lovelace' } },
  { title: 'That cannot be loaded', props: { alt: 'Logo of Acme', src: '/no-such-picture.png' } },
  { title: 'Round and loading', props: { alt: 'Portrait', shape: 'round', max_height: 96, loading: true } },
];
