import { Annotation, type ChangeSpec, type EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Marks a change that came from outside: it is not told again. */
const isFromOutside = Annotation.define<boolean>();

/** The text of an editor whose value is kept outside of it. See {@link outsideValue}. */
export type OutsideValue = {
  readonly extension: Extension;
  /** Takes a value that came. */
  follow(view: EditorView, value: string): void;
};

/**
 * Joins an editor with a value that is kept outside. What is typed is told, and comes back as the value a moment later, when more may have been typed
 * already: that must not go back to it. What really comes from outside is taken, and not told as if it had been typed here: two windows on one text
 * would overwrite each other's newer text with what they just heard of.
 */
export function outsideValue(onTyped: (text: string) => void): OutsideValue {
  const echoes = new Echoes();
  const listener = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
    if (!docChanged || transactions.every((transaction) => !transaction.docChanged || transaction.annotation(isFromOutside))) return;
    const text = state.doc.toString();
    echoes.expect(text);
    onTyped(text);
  });
  return {
    extension: listener,
    follow: (view, value) => {
      const changes = echoes.take(value) ? null : changeTo(view.state, value);
      if (changes) view.dispatch({ changes, annotations: isFromOutside.of(true) });
    },
  };
}

/** What was told, and has not come back yet. */
export class Echoes {
  /** Oldest first. */
  private told: string[] = [];

  expect(text: string): void {
    this.told.push(text);
  }

  /** Whether a value that came is what was told here. What was told before it will not come any more; after a value of others nothing that was told counts. */
  take(value: string): boolean {
    const index = this.told.lastIndexOf(value);
    this.told = index === -1 ? [] : this.told.slice(index + 1);
    return index !== -1;
  }
}

/** The part in which a text differs from a value, so that the caret stays where it is in the rest; `null` where they are the same. */
export function changeTo({ doc }: EditorState, value: string): ChangeSpec | null {
  const text = doc.toString();
  if (text === value) return null;
  const shorter = Math.min(text.length, value.length);
  let start = 0;
  while (start < shorter && text[start] === value[start]) start += 1;
  let same = 0;
  while (same < shorter - start && text[text.length - 1 - same] === value[value.length - 1 - same]) same += 1;
  return { from: start, to: text.length - same, insert: value.slice(start, value.length - same) };
}
