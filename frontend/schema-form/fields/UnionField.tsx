import { SegmentedControl, Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, useForm, type FieldProps } from '../form-context.ts';
import { branchesOf, branchOf, initialValue, kindOf, withoutFixed } from '../form-model.ts';
import { resolve, type Schema } from '../schema.ts';
import classes from './UnionField.module.css';

const asTabs = 4;

/** A choice between shapes: tabs for a few, a list for many; the fields of the chosen one under it. */
export function UnionField(props: FieldProps): ReactNode {
  const { schema, value, onChange, pointer, label, name } = props;
  const { root, Field } = useForm();
  const { id, isDisabled } = useField(props);
  const branches = (branchesOf(schema) ?? []).map((branch) => ({ ...resolve(branch, root), title: branch.title }));
  const [chosen, setChosen] = useState(() => branchOf(branches, value, root));
  const branch = (branches[chosen] ?? branches[0] ?? {}) as Schema;
  const choose = (index: number): void => {
    setChosen(index);
    const next = branches[index] as Schema;
    onChange(initialValue(next, undefined, root));
  };
  const options = branches.map((option, index) => ({ value: String(index), label: option.title ?? `Option ${index + 1}` }));
  const inner: FieldProps = {
    ...props,
    label: '',
    name: options[chosen]?.label ?? name,
    schema: { ...withoutFixed(branch), title: undefined },
    pointer,
    isNullable: false,
  };
  // A branch that is nothing but its name has no fields to draw.
  const isComplete = kindOf(branch) === 'fixed' || (branch.type === 'object' && branch.properties !== undefined && kindOf(inner.schema) === 'json');
  return (
    <FieldFrame {...props} isGroup>
      <div className={classes.union}>
        {branches.length <= asTabs ? (
          <SegmentedControl
            id={id}
            aria-label={`Kind of ${label || name}`}
            disabled={isDisabled}
            value={String(chosen)}
            onChange={(next) => choose(Number(next))}
            data={options}
            className={classes.tabs}
          />
        ) : (
          <Select
            id={id}
            aria-label={`Kind of ${label || name}`}
            disabled={isDisabled}
            value={String(chosen)}
            onChange={(next) => next !== null && choose(Number(next))}
            data={options}
            allowDeselect={false}
            searchable
          />
        )}
        {!isComplete && <Field key={chosen} {...inner} />}
      </div>
    </FieldFrame>
  );
}
