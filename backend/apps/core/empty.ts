import type { AppDocument } from '../app.contract.ts';

/** What a new app begins with: one empty page. */
export const emptyDocument: AppDocument = {
  format: 1,
  navigation: 'top',
  theme: { accent: 'current', density: 'comfortable', mode: 'auto' },
  audience: { kind: 'members', groups: [] },
  variables: [],
  actions: [],
  pages: [{ id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children: [] } }],
};
