import { createContext, useContext, type ComponentType } from 'react';
import type { Schema } from './schema.ts';

/** Props of every field of a form. `value` undefined means "left away". */
export type FieldProps = {
  /** Label; empty for the entries of a list, which are told by their position. */
  label: string;
  /** Name of the property in JSON, for those who write it. */
  name: string;
  /** Without null and without references. */
  schema: Schema;
  isRequired: boolean;
  isNullable: boolean;
  pointer: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** What all fields of one form share. */
export type FormContextValue = {
  root: Schema;
  problems: ReadonlyMap<string, string>;
  idPrefix: string;
  isDisabled: boolean;
  /** What the only field is called where its label stands outside of the form; read to who does not see it. */
  outerLabel?: string | undefined;
  /** Draws any field: handed down, because lists and objects hold fields themselves. */
  Field: ComponentType<FieldProps>;
};

/** The form that a field belongs to. */
export const FormContext = createContext<FormContextValue | null>(null);

/** What all fields of the form share. */
export function useForm(): FormContextValue {
  const value = useContext(FormContext);
  if (!value) throw new Error('A field stands outside of a form.');
  return value;
}

/** The id, the error and the common attributes of one field. */
export function useField({ pointer, label, name, schema, isRequired }: Pick<FieldProps, 'pointer' | 'label' | 'name' | 'schema' | 'isRequired'>): {
  id: string;
  error: string | undefined;
  isDisabled: boolean;
  common: {
    id: string;
    label: string | undefined;
    'aria-label': string | undefined;
    description: string | undefined;
    error: string | undefined;
    disabled: boolean;
    required: boolean;
    withAsterisk: boolean;
    inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[];
    labelProps: { title: string };
  };
} {
  const { problems, idPrefix, isDisabled } = useForm();
  const id = `${idPrefix}${pointer}`;
  const error = problems.get(pointer);
  return {
    id,
    error,
    isDisabled,
    common: {
      id,
      error,
      label: label || undefined,
      'aria-label': label ? undefined : name,
      description: schema.description || undefined,
      disabled: isDisabled,
      required: isRequired,
      withAsterisk: isRequired,
      inputWrapperOrder: ['label', 'input', 'description', 'error'],
      labelProps: { title: name },
    },
  };
}
