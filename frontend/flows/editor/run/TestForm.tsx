import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, type ReactNode, type RefObject } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { SchemaForm } from '../../../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../../../schema-form/useSchemaForm.ts';
import { FormSummary } from '../../../ui/FormParts.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import classes from '../panel/Panel.module.css';
import type { TestScope } from './useTestRun.ts';

/** Starts a test from elsewhere: a key, a menu. */
export type StartTest = (scope?: TestScope) => void;

/** Props of {@link TestForm}. */
export type TestFormProps = {
  schema: JsonObject;
  args: JsonObject;
  onArgs: (args: JsonObject) => void;
  onTest: (args: JsonObject, scope?: TestScope) => Promise<void>;
  /** Something is missing in the form: it has to be seen. */
  onIncomplete: () => void;
  startTest: RefObject<StartTest | null>;
};

/** The input of the next test, as the form that the flow will have. */
export function TestForm({ schema, args, onArgs, onTest, onIncomplete, startTest }: TestFormProps): ReactNode {
  const form = useSchemaForm({ schema, given: args, submit: (value) => onTest(value as JsonObject) });
  const { value } = form;
  useEffect(() => onArgs(value as JsonObject), [onArgs, value]);
  const start: StartTest = (scope) => {
    if (!form.check()) onIncomplete();
    else if (scope === undefined) form.onSubmit();
    else void onTest(value as JsonObject, scope).catch(() => undefined);
  };
  startTest.current = start;
  const hasFields = Object.keys((schema['properties'] ?? {}) as object).length > 0;
  return (
    <form
      className={classes.fields}
      aria-label="Test the flow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <FormSummary problems={form.summary} error={form.error} />
      {hasFields ? <SchemaForm {...form.form} /> : <p className={classes.quiet}>The flow takes no input. Fields that are added under Input appear here.</p>}
      <div>
        <Button type="submit" leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} loading={form.isBusy}>
          Run the flow
        </Button>
      </div>
    </form>
  );
}
