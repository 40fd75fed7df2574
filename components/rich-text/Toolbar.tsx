import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconCode,
  IconH1,
  IconH2,
  IconH3,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconStrikethrough,
  IconUnderline,
  type Icon,
} from '@tabler/icons-react';
import { useEditorState, type Editor } from '@tiptap/react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import classes from './rich-text.module.css';

type Tool = { label: string; icon: Icon; isOn: (editor: Editor) => boolean; use: (editor: Editor) => void; isSimple?: boolean };

const tools: readonly Tool[] = [
  { label: 'Bold', icon: IconBold, isOn: (editor) => editor.isActive('bold'), use: (editor) => editor.chain().focus().toggleBold().run(), isSimple: true },
  {
    label: 'Italic',
    icon: IconItalic,
    isOn: (editor) => editor.isActive('italic'),
    use: (editor) => editor.chain().focus().toggleItalic().run(),
    isSimple: true,
  },
  { label: 'Underline', icon: IconUnderline, isOn: (editor) => editor.isActive('underline'), use: (editor) => editor.chain().focus().toggleUnderline().run() },
  {
    label: 'Struck through',
    icon: IconStrikethrough,
    isOn: (editor) => editor.isActive('strike'),
    use: (editor) => editor.chain().focus().toggleStrike().run(),
  },
  { label: 'Code', icon: IconCode, isOn: (editor) => editor.isActive('code'), use: (editor) => editor.chain().focus().toggleCode().run() },
  ...([1, 2, 3] as const).map((level): Tool => ({
    label: `Heading ${level}`,
    icon: { 1: IconH1, 2: IconH2, 3: IconH3 }[level],
    isOn: (editor) => editor.isActive('heading', { level }),
    use: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  })),
  {
    label: 'List',
    icon: IconList,
    isOn: (editor) => editor.isActive('bulletList'),
    use: (editor) => editor.chain().focus().toggleBulletList().run(),
    isSimple: true,
  },
  {
    label: 'Numbered list',
    icon: IconListNumbers,
    isOn: (editor) => editor.isActive('orderedList'),
    use: (editor) => editor.chain().focus().toggleOrderedList().run(),
    isSimple: true,
  },
  {
    label: 'Quotation',
    icon: IconBlockquote,
    isOn: (editor) => editor.isActive('blockquote'),
    use: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];

/** What can be done to the text that is chosen. One stop of Tab; arrows go from one tool to the next. */
export function Toolbar({ editor, isSimple, isOff }: { editor: Editor; isSimple: boolean; isOff: boolean }): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  const shown = isSimple ? tools.filter((tool) => tool.isSimple) : tools;
  const on = useEditorState({ editor, selector: ({ editor: current }) => shown.map((tool) => tool.isOn(current)).join() }).split(',');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
    const isForward = (event.key === 'ArrowRight') !== (getComputedStyle(event.currentTarget).direction === 'rtl');
    const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + (isForward ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div ref={bar} className={classes.tools} role="toolbar" aria-label="Formatting" onKeyDown={onKey}>
      {shown.map((tool, index) => (
        <ActionIcon
          key={tool.label}
          variant={on[index] === 'true' ? 'light' : 'subtle'}
          aria-label={tool.label}
          title={tool.label}
          aria-pressed={on[index] === 'true'}
          disabled={isOff}
          tabIndex={index === 0 ? 0 : -1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => tool.use(editor)}
        >
          <tool.icon aria-hidden />
        </ActionIcon>
      ))}
      <LinkTool editor={editor} isOff={isOff} />
      {!isSimple && (
        <>
          <ActionIcon variant="subtle" aria-label="Undo" title="Undo" disabled={isOff} tabIndex={-1} onClick={() => editor.chain().focus().undo().run()}>
            <IconArrowBackUp aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label="Redo" title="Redo" disabled={isOff} tabIndex={-1} onClick={() => editor.chain().focus().redo().run()}>
            <IconArrowForwardUp aria-hidden />
          </ActionIcon>
        </>
      )}
    </div>
  );
}

function LinkTool({ editor, isOff }: { editor: Editor; isOff: boolean }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const isOn = useEditorState({ editor, selector: ({ editor: current }) => current.isActive('link') });
  const open = (): void => {
    setAddress(String(editor.getAttributes('link')['href'] ?? ''));
    setOpen(true);
  };
  const keep = (): void => {
    setOpen(false);
    const given = address.trim();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (given === '') chain.unsetLink().run();
    else chain.setLink({ href: /^(https?:|mailto:|tel:)/i.test(given) ? given : `https://${given}` }).run();
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withinPortal position="bottom-start">
      <Popover.Target>
        <ActionIcon variant={isOn ? 'light' : 'subtle'} aria-label="Link" title="Link" aria-pressed={isOn} disabled={isOff} tabIndex={-1} onClick={open}>
          <IconLink aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label="Address"
            placeholder="https://"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') keep();
            }}
          />
          <Button onClick={keep}>{address.trim() === '' ? 'Remove' : 'Set'}</Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
