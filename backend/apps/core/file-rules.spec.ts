import { describe, expect, it } from '@jest/globals';
import type { AppDocument, AppNode } from '../app.contract.ts';
import { appChanges } from './changes.ts';
import { emptyDocument } from './empty.ts';
import { fileKey, filesIn } from './file-references.ts';
import { fileRules } from './file-rules.ts';

const id = 'file_01990000-0000-7000-8000-000000000001';
const withNodes = (...children: AppNode[]): AppDocument => ({
  ...emptyDocument,
  pages: [{ id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children } }],
});
const upload = (props: AppNode['props']): AppNode => ({ id: 'invoice', type: 'file_upload', props, layout: {} });
const own = (origins: string[]): AppNode => ({ id: 'widget', type: 'custom', props: { manifest: { origins } }, layout: {} });
const rights = (before: AppDocument | null, after: AppDocument): string[] =>
  appChanges(before && { document: before, policy: [] }, { document: after, policy: [] }).flatMap(({ kind, text }) => (kind === 'rights' ? [text] : []));

describe('the files that a release allows', () => {
  it('are those that its document says in plain values, and the defaults where it does not', () => {
    expect(fileRules(withNodes(upload({ accept: ['pdf'], max_size_mb: 0.5, max_files: 2 })))).toEqual([
      { component: 'invoice', page: 'home', accept: ['pdf'], maxBytes: 524_288, maxFiles: 2 },
    ]);
    expect(fileRules(withNodes(upload({ accept: { expr: '["any"]' }, max_size_mb: { expr: '9000' }, max_files: 'many' })))).toMatchObject([
      { accept: ['any'], maxBytes: 20 * 1024 ** 2, maxFiles: 1 },
    ]);
  });

  it('are found in arguments wherever they stand, and nothing else is taken for one', () => {
    expect([...filesIn({ a: [{ id }], b: 'file_1', c: `x ${id}`, d: null })]).toEqual([id.slice(5)]);
    expect([fileKey(id), fileKey(id.toUpperCase()), fileKey('')]).toEqual([id.slice(5), null, null]);
  });

  it('are told with the rights of a release, as is whom the code of an author may reach', () => {
    const [before, after] = [withNodes(upload({ accept: ['pdf'] })), withNodes(upload({ accept: ['pdf'], max_files: 3 }), own(['https://api.example.org']))];
    expect(rights(null, before)).toEqual(['Viewers may upload up to 1 file (pdf) of 20 MB each']);
    expect(rights(before, after)).toEqual(['Viewers may upload up to 3 files (pdf) of 20 MB each', 'Its code may reach https://api.example.org']);
    expect(rights(after, withNodes())).toEqual(['Viewers may no longer upload files']);
    expect(rights(before, before)).toEqual([]);
  });
});
