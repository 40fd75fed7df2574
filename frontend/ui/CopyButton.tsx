import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';

const confirmationMs = 1500;

/** Copies text and says for a moment whether that worked. */
export function useCopy(): { state: 'idle' | 'copied' | 'failed'; copy: (text: string) => void } {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), confirmationMs);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState(copyByHand(text) ? 'copied' : 'failed'),
    );
  };
  return { state, copy };
}

/** The clipboard interface exists on secure origins only; a self-hosted Millrace may be reached by plain HTTP. */
function copyByHand(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}

/** Props of {@link CopyButton}. `children` makes it a button with words; without, it is an icon. */
export type CopyButtonProps = { value: string | (() => string); label?: string; children?: ReactNode };

/** Copies a value. */
export function CopyButton({ value, label = 'Copy', children }: CopyButtonProps): ReactNode {
  const { state, copy } = useCopy();
  const perform = (): void => copy(typeof value === 'function' ? value() : value);
  const icon = state === 'copied' ? <IconCheck /> : <IconCopy />;
  const words = { idle: label, copied: 'Copied', failed: 'Could not copy: select the text and copy it by hand' }[state];
  const announcement = (
    <span className="visually-hidden" role="status">
      {state === 'idle' ? '' : words}
    </span>
  );
  if (children) {
    return (
      <Button leftSection={icon} onClick={perform}>
        {state === 'copied' ? 'Copied' : children}
        {announcement}
      </Button>
    );
  }
  return (
    <Tooltip label={words} opened={state === 'idle' ? undefined : true}>
      <ActionIcon size={22} aria-label={label} onClick={perform}>
        {icon}
        {announcement}
      </ActionIcon>
    </Tooltip>
  );
}
