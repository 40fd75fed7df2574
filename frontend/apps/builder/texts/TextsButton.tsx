import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { languagesOf, textKeys } from '../../../../backend/apps/core/texts.ts';
import { useEditor } from '../editor-context.ts';
import classes from '../panels/Panels.module.css';
import { TextsDialog } from './TextsDialog.tsx';

/** The way to the texts of the app, and how many there are. */
export function TextsButton(): ReactNode {
  const document = useEditor(({ session }) => session.document);
  const [isOpen, setOpen] = useState(false);
  const [languages, keys] = [languagesOf(document), textKeys(document)];
  return (
    <div>
      <span className={classes.label}>Texts by language</span>
      <Button size="xs" variant="default" fullWidth leftSection={<IconLanguage aria-hidden />} onClick={() => setOpen(true)}>
        {languages.length === 0 ? 'Add a language' : `${keys.length} texts, ${languages.join(', ')}`}
      </Button>
      {isOpen && <TextsDialog onClose={() => setOpen(false)} />}
    </div>
  );
}
