import { Button, Modal } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { RawScript } from '../../../../backend/flows/core/code-places.ts';
import type { LiveSignature } from '../../../scripts/editor/useSignature.ts';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { LanguageIcon } from '../../../ui/KindIcon.tsx';
import classes from './Panel.module.css';

/** Props of {@link CodeBox}. */
export type CodeBoxProps = {
  /** Says whose code it is. */
  label: string;
  value: RawScript;
  signature: LiveSignature;
  onChange: (content: string) => void;
  /** What becomes of the parameters of main: a sentence after their names, and one where there are none. */
  words: { takes: string; nothing: string };
};

/** Code that stands in the flow, with a larger view of it and what it takes. */
export function CodeBox({ label, value, signature, onChange, words }: CodeBoxProps): ReactNode {
  const [isLarge, setLarge] = useState(false);
  const code = (isFocused: boolean): ReactNode => (
    <CodeEditor
      value={value.content}
      onChange={(content) => content !== value.content && onChange(content)}
      language={value.language}
      label={label}
      diagnostics={signature.diagnostics}
      height="fill"
      hasAutoFocus={isFocused}
    />
  );
  const takes = Object.keys((signature.readable?.schema['properties'] ?? {}) as object);
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <LanguageIcon language={value.language} withName />
        <Button size="xs" variant="subtle" leftSection={<IconArrowsMaximize />} onClick={() => setLarge(true)}>
          Larger
        </Button>
      </div>
      <div className={classes.codeBody}>{!isLarge && code(false)}</div>
      <p className={classes.quiet}>
        {signature.readable?.has_main === false
          ? 'There is no entry point yet: a function called main.'
          : takes.length > 0
            ? `Takes ${takes.join(', ')}. ${words.takes}`
            : `Takes no arguments. ${words.nothing}`}
      </p>
      <Modal opened={isLarge} onClose={() => setLarge(false)} title={label} size="min(1280px, 96vw)">
        <div className={classes.largeCode}>{isLarge && code(true)}</div>
      </Modal>
    </div>
  );
}
