import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, type RefObject, type ReactNode } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { SchemaForm } from '../../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../../schema-form/useSchemaForm.ts';
import { FormSummary } from '../../ui/FormParts.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import classes from './panels.module.css';

/** Props of {@link RunPanel}. */
export type RunPanelProps = {
  schema: JsonObject;
  hasMain: boolean;
  args: JsonObject;
  onArgs: (args: JsonObject) => void;
  onTest: (args: JsonObject) => Promise<void>;
  /** Something is missing in the form: it has to be seen. */
  onIncomplete: () => void;
  /** Filled with how to start a test from elsewhere: the key, the button in the head. */
  startTest: RefObject<(() => void) | null>;
};

/** The form of the code as it is now, to test it. */
export function RunPanel({ schema, hasMain, args, onArgs, onTest, onIncomplete, startTest }: RunPanelProps): ReactNode {
  const form = useSchemaForm({ schema, given: args, submit: onTest });
  const { value } = form;
  useEffect(() => onArgs(value), [onArgs, value]);
  const test = (): void => {
    if (form.check()) form.onSubmit();
    else onIncomplete();
  };
  startTest.current = test;
  const hasArguments = Object.keys((schema['properties'] ?? {}) as object).length > 0;
  return (
    <form
      className={classes.panel}
      aria-label="Test the code"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        test();
      }}
    >
      <FormSummary problems={form.summary} error={form.error} />
      {!hasMain && <p className={classes.quiet}>The code has no entry point yet: a function called main. Without one it is a library for others to import.</p>}
      {hasMain && !hasArguments && <p className={classes.quiet}>The code takes no arguments. They appear here as soon as main has parameters.</p>}
      {hasArguments && <SchemaForm {...form.form} />}
      <div>
        <Button type="submit" leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} loading={form.isBusy} disabled={!hasMain}>
          Test
        </Button>
      </div>
    </form>
  );
}
