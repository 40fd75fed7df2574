import { Input } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { EditorContent, useEditor } from '@tiptap/react';
import { Placeholder } from '@tiptap/extensions';
import { StarterKit } from '@tiptap/starter-kit';
import { wrapperLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import { cleanHtml } from './clean-html.ts';
import type { richText } from './definition.ts';
import classes from './rich-text.module.css';
import { Toolbar } from './Toolbar.tsx';

/** Text with structure. The value is HTML that was cleaned on its way in and out; an empty one is an empty text. */
export function RichTextView(view: ComponentProps<typeof richText>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const id = useId();
  const isOff = props.disabled || props.read_only || isEditing;
  const written = useRef<string | null>(null);
  const latest = useRef<(html: string) => unknown>(() => undefined);
  const left = useRef<() => unknown>(() => undefined);
  const placeholder = useRef('');
  placeholder.current = props.placeholder ?? '';
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3] },
        link: { openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'], defaultProtocol: 'https' },
      }),
      Placeholder.configure({ placeholder: () => placeholder.current }),
    ],
    content: cleanHtml(state.value ?? ''),
    editable: !isOff,
    immediatelyRender: true,
    editorProps: { attributes: { class: classes.text ?? '', role: 'textbox', 'aria-multiline': 'true' } },
    onUpdate: ({ editor: edited }) => {
      const html = edited.isEmpty ? '' : cleanHtml(edited.getHTML());
      written.current = html;
      latest.current(html);
    },
    onBlur: () => void left.current(),
  });
  const { change, error } = useInput(view, {
    empty: '',
    initial: props.value ?? '',
    isEmpty: (value) => (value ?? '') === '',
    check: () => (props.max_length !== undefined && (editor?.getText().length ?? 0) > props.max_length ? `At most ${props.max_length} characters.` : null),
    focus: () => editor?.commands.focus(),
  });
  latest.current = change;
  left.current = () => emit('blur');
  useMethods({
    insert: (text: string) =>
      editor
        ?.chain()
        .focus()
        .insertContent({ type: 'text', text: String(text) })
        .run(),
  });
  useEffect(() => {
    if (!editor || editor.isDestroyed || (state.value ?? '') === written.current) return;
    // It came from outside: from a default, or from a method.
    written.current = state.value ?? '';
    editor.commands.setContent(cleanHtml(state.value ?? ''), { emitUpdate: false });
  }, [editor, state.value]);
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const text = editor.getText({ blockSeparator: '\n' });
    expose({ text, word_count: text.split(/\s+/).filter((word) => word !== '').length });
  }, [editor, state.value, expose]);
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.setEditable(!isOff, false);
  }, [editor, isOff]);
  const hasLabel = props.label !== '' && props.label_position !== 'hidden';
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const element = editor.view.dom;
    setAttribute(element, 'aria-labelledby', hasLabel ? `${id}-label` : null);
    setAttribute(element, 'aria-label', hasLabel || props.label === '' ? null : props.label);
    setAttribute(element, 'aria-invalid', error === undefined ? null : 'true');
    setAttribute(element, 'aria-required', props.required ? 'true' : null);
    setAttribute(element, 'aria-disabled', props.disabled ? 'true' : null);
    setAttribute(element, 'aria-readonly', props.read_only ? 'true' : null);
    setAttribute(element, 'tabindex', props.disabled || isEditing ? '-1' : '0');
  }, [editor, id, hasLabel, props.label, props.required, props.disabled, props.read_only, isEditing, error]);
  return (
    <Input.Wrapper id={id} labelElement="div" {...wrapperLooks(props, error)}>
      <div
        className={classes.frame}
        data-disabled={props.disabled || undefined}
        // Links in the text would take the focus.
        inert={props.disabled || undefined}
        data-invalid={error !== undefined || undefined}
        style={{ ['--text-height' as string]: `${props.min_height}px` }}
      >
        {props.tools !== 'none' && editor && <Toolbar editor={editor} isSimple={props.tools === 'simple'} isOff={isOff} />}
        <EditorContent
          editor={editor}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void emit('submit', { value: state.value });
          }}
        />
      </div>
    </Input.Wrapper>
  );
}

function setAttribute(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
