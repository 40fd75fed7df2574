/** A part of an answer: prose in Markdown, or code as it stands between fences. */
export type AnswerBlock = { kind: 'prose'; text: string } | { kind: 'code'; language: string; code: string };

const opening = /^(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^`]*$/;

/**
 * Divides Markdown at its code, so that code can be copied and coloured. Only fences at the beginning of a line count: what stands within a list or a
 * quotation belongs to it. A fence that is still open is code, since an answer is divided while it is written.
 */
export function answerBlocks(markdown: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let fence: { mark: string; language: string } | null = null;
  let lines: string[] = [];
  const close = (): void => {
    const text = lines.join('\n');
    if (fence !== null) blocks.push({ kind: 'code', language: fence.language, code: text });
    else if (text.trim() !== '') blocks.push({ kind: 'prose', text });
    lines = [];
  };
  for (const line of markdown.split('\n')) {
    const [, mark = '', language = ''] = opening.exec(line) ?? [];
    if (fence === null && mark !== '') {
      close();
      fence = { mark, language: language.toLowerCase() };
    } else if (fence !== null && isClosing(line, fence.mark)) {
      close();
      fence = null;
    } else lines.push(line);
  }
  if (fence !== null || lines.length > 0) close();
  return blocks;
}

const isClosing = (line: string, mark: string): boolean => {
  const text = line.trimEnd();
  return text.length >= mark.length && text === mark.charAt(0).repeat(text.length);
};
