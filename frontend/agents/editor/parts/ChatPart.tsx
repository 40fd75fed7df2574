import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

/** What an empty chat says and offers. */
export function ChatPart(): ReactNode {
  const { value, set } = useAgentForm();
  const { suggestions } = value;
  return (
    <div className={classes.part}>
      <Textarea
        label="Greeting"
        description="Markdown; what an empty chat says."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value.greeting}
        onChange={({ currentTarget }) => set(['greeting'], currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        placeholder="Ask me where an order is, or to refund what arrived damaged."
      />
      <section className={classes.group}>
        <h2 className={classes.heading}>Questions to begin with</h2>
        {suggestions.map((text, index) => (
          <div key={index} className={classes.condition}>
            <TextInput
              aria-label={`Question ${index + 1}`}
              value={text}
              maxLength={200}
              onChange={({ currentTarget }) => set(['suggestions', index], currentTarget.value)}
              placeholder="Where is order 1042?"
            />
            <IconButton
              label={`Remove question ${index + 1}`}
              icon={<IconTrash />}
              variant="subtle"
              onClick={() =>
                set(
                  ['suggestions'],
                  suggestions.filter((_, other) => other !== index),
                )
              }
            />
          </div>
        ))}
        <div>
          <Button size="xs" leftSection={<IconPlus />} disabled={suggestions.length >= 8} onClick={() => set(['suggestions'], [...suggestions, ''])}>
            Add question
          </Button>
        </div>
      </section>
    </div>
  );
}
