import { Button, TextInput } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import type { FormEvent, ReactNode, RefObject } from 'react';
import type { Simulation } from '../../../backend/slack/simulator/simulator.contract.ts';
import classes from './Simulator.module.css';

/** Props of {@link Composer}. */
export type ComposerProps = {
  where: string;
  commands: Simulation['commands'];
  isBusy: boolean;
  text: string;
  onText: (text: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  onSend: (text: string) => Promise<boolean>;
};

/** Where one types, with the commands that there are while one types a slash. */
export function Composer({ where, commands, isBusy, text, onText, inputRef, onSend }: ComposerProps): ReactNode {
  const typed = text.split(' ')[0] ?? '';
  const offered = text.startsWith('/') ? commands.filter(({ trigger, name }) => trigger === 'command' && name.startsWith(typed)) : [];
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() !== '' && (await onSend(text.trim()))) onText('');
  };
  return (
    <form className={classes.composer} onSubmit={(event) => void send(event)}>
      {offered.length > 0 && (
        <ul className={classes.offered} aria-label="Commands">
          {offered.slice(0, 6).map(({ name, usage, summary }) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => {
                  onText(`${name} `);
                  inputRef.current?.focus();
                }}
              >
                <span className="mono">{usage || name}</span> <span className={classes.faint}>{summary}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        className={classes.input}
        aria-label={`Message ${where}`}
        placeholder={`Message ${where}, or type / for a command`}
        ref={inputRef}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        autoComplete="off"
      />
      <Button type="submit" variant="filled" loading={isBusy} leftSection={<IconSend2 />}>
        Send
      </Button>
    </form>
  );
}
