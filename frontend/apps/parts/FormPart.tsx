import { Button } from '@mantine/core';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { FormPartProps } from '../../../components/view.ts';
import { checkValue } from '../../schema-form/check-value.ts';
import { asSchema } from '../../schema-form/schema.ts';
import { SchemaForm } from '../../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../../schema-form/useSchemaForm.ts';
import { FormActions, FormSummary } from '../../ui/FormParts.tsx';
import { PartFrame } from './PartFrame.tsx';

/** The form of a schema in an app: the same fields as on the page that runs it. */
export function FormPart({ workspace, ...props }: FormPartProps & { workspace: string }): ReactNode {
  return (
    <PartFrame workspace={workspace}>
      <Form {...props} />
    </PartFrame>
  );
}

function Form({ schema, given, submitText, hasReset, isDisabled, onChange, onReset, onSubmit, control }: FormPartProps): ReactNode {
  const form = useSchemaForm({ schema, given, submit: onSubmit, serverPrefix: '/args' });
  const { value } = form;
  const problems = useMemo(() => checkValue(asSchema(schema), value), [schema, value]);
  useEffect(() => onChange(value, problems.length === 0), [value, problems, onChange]);
  useEffect(() => {
    control.current = { submit: () => form.onSubmit(), check: form.check, setValues: form.setValue };
    return () => {
      control.current = null;
    };
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <FormSummary problems={form.summary} error={form.error} />
      <SchemaForm {...form.form} isDisabled={isDisabled || form.isBusy} hasJsonView={false} />
      <FormActions>
        {hasReset && (
          <Button disabled={isDisabled || form.isBusy || !form.isChanged} onClick={onReset}>
            Reset
          </Button>
        )}
        {submitText !== '' && (
          <Button type="submit" variant="filled" loading={form.isBusy} disabled={isDisabled}>
            {submitText}
          </Button>
        )}
      </FormActions>
    </form>
  );
}
