import type { AppDocument } from '../app.contract.ts';
import { fileUpload } from '../../../components/file-upload/definition.ts';
import type { FileKind } from '../../../components/file-upload/kinds.ts';
import { walk } from './tree.ts';

/** What a component of a release lets people upload, and the page on which it stands. */
export type FileRule = {
  readonly component: string;
  readonly page: string;
  readonly accept: readonly FileKind[];
  readonly maxBytes: number;
  readonly maxFiles: number;
};

const megabyte = 1024 * 1024;

/**
 * The files that a release allows, read from the document alone. A limit that is no plain value counts as its default: a page cannot widen
 * what the release says.
 */
export function fileRules(document: AppDocument): FileRule[] {
  return [...walk(document)].flatMap(({ node, page }): FileRule[] => {
    if (node.type !== fileUpload.type) return [];
    const { accept, max_size_mb: megabytes, max_files: files } = fileUpload.props.shape;
    return [
      {
        component: node.id,
        page: page.id,
        accept: accept.catch(accept.parse(undefined)).parse(node.props['accept']),
        maxBytes: Math.floor(megabytes.catch(megabytes.parse(undefined)).parse(node.props['max_size_mb']) * megabyte),
        maxFiles: files.catch(files.parse(undefined)).parse(node.props['max_files']),
      },
    ];
  });
}

/** A rule in words, for the list of what a release allows. */
export function ruleWords({ accept, maxBytes, maxFiles }: FileRule): string {
  const kinds = accept.length === 0 || accept.includes('any') ? 'any kind' : accept.join(', ');
  return `Viewers may upload up to ${maxFiles} ${maxFiles === 1 ? 'file' : 'files'} (${kinds}) of ${Number((maxBytes / megabyte).toFixed(2))} MB each`;
}
