import { IconBraces, IconForms } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { atField, type FieldProblem } from '../api/api-error.ts';
import { fieldViews } from './field-views.ts';
import { FormContext, type FieldProps, type FormContextValue } from './form-context.ts';
import { kindOf } from './form-model.ts';
import { asSchema } from './schema.ts';
import { ObjectFields } from './fields/ObjectField.tsx';
import classes from './SchemaForm.module.css';
import { WholeJson } from './WholeJson.tsx';

/** Props of {@link SchemaForm}. */
export type SchemaFormProps = {
  /** JSON Schema of an object. */
  schema: unknown;
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Record<string, unknown>) => void;
  /** Problems by JSON pointer: of `checkValue`, or of the server (`problemsOf(error)`). */
  errors?: readonly FieldProblem[];
  isDisabled?: boolean;
  /** Ids of the fields are this and the JSON pointer; made up when it is not given. */
  idPrefix?: string;
  /** Offers the whole value as JSON text. */
  hasJsonView?: boolean;
  /** Name of the only field, where its label stands outside of the form. */
  outerLabel?: string;
};

/** Draws a field by the kind of its schema. */
function Field(props: FieldProps): ReactNode {
  const View = fieldViews[kindOf(props.schema)];
  return <View {...props} />;
}

/** The form of a JSON Schema: run pages, resources, approvals and apps all draw this one. */
export function SchemaForm({ schema, value, onChange, errors = [], isDisabled = false, idPrefix, hasJsonView = true, outerLabel }: SchemaFormProps): ReactNode {
  const ownId = useId();
  const [isJson, setIsJson] = useState(false);
  const root = useMemo(() => asSchema(schema), [schema]);
  const problems = useMemo(() => new Map(errors.toReversed().map((problem) => [problem.pointer, atField(problem.message)])), [errors]);
  const context = useMemo<FormContextValue>(
    () => ({ root, problems, idPrefix: idPrefix ?? ownId, isDisabled, outerLabel, Field }),
    [root, problems, idPrefix, ownId, isDisabled, outerLabel],
  );
  const hasFields = Object.keys(root.properties ?? {}).length > 0;
  return (
    <FormContext.Provider value={context}>
      <div className={classes.form}>
        {hasJsonView && (hasFields || isJson) && (
          <Button
            size="xs"
            variant="subtle"
            className={classes.toggle}
            leftSection={isJson ? <IconForms /> : <IconBraces />}
            onClick={() => setIsJson(!isJson)}
          >
            {isJson ? 'Form' : 'JSON'}
          </Button>
        )}
        {isJson || (!hasFields && root.additionalProperties !== false && root.properties === undefined) ? (
          <WholeJson value={value} onChange={onChange} isDisabled={isDisabled} problems={errors} />
        ) : (
          <ObjectFields schema={root} value={value} pointer="" onChange={onChange} />
        )}
      </div>
    </FormContext.Provider>
  );
}
