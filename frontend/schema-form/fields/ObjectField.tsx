import type { ReactNode } from 'react';
import { FieldFrame } from '../FieldFrame.tsx';
import { useForm, type FieldProps } from '../form-context.ts';
import { fieldsOf, groupsOf, withField } from '../form-model.ts';
import { below, labelOf, type Schema } from '../schema.ts';
import classes from './ObjectField.module.css';

/** The fields of an object, under the headings of their groups. */
export function ObjectFields({
  schema,
  value,
  pointer,
  onChange,
}: {
  schema: Schema;
  value: unknown;
  pointer: string;
  onChange: (value: Record<string, unknown>) => void;
}): ReactNode {
  const { root, Field, outerLabel } = useForm();
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  return groupsOf(fieldsOf(schema, root, object)).map((group) => (
    <div key={group.heading ?? ''} className={classes.fields} role={group.heading ? 'group' : undefined} aria-label={group.heading ?? undefined}>
      {group.heading && <p className={classes.heading}>{group.heading}</p>}
      {group.fields.map((field) => (
        <Field
          key={field.name}
          {...field}
          name={(pointer === '' && outerLabel) || field.name}
          label={labelOf(field.name, field.schema)}
          pointer={below(pointer, field.name)}
          value={object[field.name]}
          onChange={(next) => onChange(withField(object, field.name, next))}
        />
      ))}
    </div>
  ));
}

/** An object within a form. An optional one that was emptied is left away. */
export function ObjectField(props: FieldProps): ReactNode {
  const { schema, value, pointer, onChange, isRequired } = props;
  const change = (next: Record<string, unknown>): void => onChange(Object.keys(next).length === 0 && !isRequired ? undefined : next);
  return (
    <FieldFrame {...props} isGroup>
      <div className={classes.nested} data-nested>
        <ObjectFields schema={schema} value={value} pointer={pointer} onChange={change} />
      </div>
    </FieldFrame>
  );
}
