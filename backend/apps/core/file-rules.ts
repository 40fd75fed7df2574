import type { AppDocument } from '../app.contract.ts';
import { chat } from '../../../components/chat/definition.ts';
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

/** Files of a message: what models are shown, and what a conversation of a member takes too. */
const inChat = { accept: ['image', 'pdf', 'text', 'csv', 'json'], maxBytes: 10 * megabyte, maxFiles: 10 } as const;

/** What people without an account may give: the same, and files of messages in chats that the release opens to them. Members give those to their conversation. */
export function guestFileRules(document: AppDocument): FileRule[] {
  const chats = [...walk(document)].flatMap(({ node, page }): FileRule[] => {
    const { guest_action: action, guest_files: takes } = chat.props.shape;
    const isOpen = takes.catch(false).parse(node.props['guest_files']) && action.catch(undefined).parse(node.props['guest_action']);
    return node.type === chat.type && isOpen ? [{ component: node.id, page: page.id, ...inChat }] : [];
  });
  return [...fileRules(document), ...chats];
}

/** A rule in words, for the list of what a release allows. */
export function ruleWords({ accept, maxBytes, maxFiles }: FileRule): string {
  const kinds = accept.length === 0 || accept.includes('any') ? 'any kind' : accept.join(', ');
  return `Viewers may upload up to ${maxFiles} ${maxFiles === 1 ? 'file' : 'files'} (${kinds}) of ${Number((maxBytes / megabyte).toFixed(2))} MB each`;
}
