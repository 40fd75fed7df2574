import type { SourceFile } from './source-file.ts';

/** A JSDoc comment taken apart. */
export type DocComment = { description: string; parameters: ReadonlyMap<string, string> };

const empty: DocComment = { description: '', parameters: new Map() };
const parameterTag = /^@(?:param|arg|argument)\s+(?:\{[^}]*\}\s*)?\[?([A-Za-z_$][\w$.]*)(?:=[^\]]*)?\]?\s*(?:-\s*)?([\s\S]*)$/;

/** The doc comment that stands right before a node, so that only white space lies between them. */
export function docCommentBefore(file: SourceFile, start: number): DocComment {
  const comment = file.comments.findLast((candidate) => candidate.type === 'Block' && candidate.value.startsWith('*') && candidate.end <= start && file.text.slice(candidate.end, start).trim() === '');
  return comment ? parseDocComment(comment.value) : empty;
}

/** Takes a comment body (without its delimiters) apart into the description and the `@param` texts. */
export function parseDocComment(value: string): DocComment {
  const text = value.split('\n').map((line) => line.replace(/^\s*\*+ ?/, '').trimEnd()).join('\n').trim();
  const parts = text.split(/^(?=@[a-z])/m);
  const description = parts[0]?.startsWith('@') === false ? parts[0] : '';
  const parameters = new Map<string, string>();
  for (const tag of parts) {
    const match = parameterTag.exec(tag);
    if (match?.[1] !== undefined) parameters.set(match[1], (match[2] ?? '').replace(/\s*\n\s*/g, ' ').trim());
  }
  return { description: description.trim(), parameters };
}
