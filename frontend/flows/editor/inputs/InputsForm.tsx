import { useMemo, type ReactNode } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import type { InputTransform, InputTransforms } from '../../../../backend/flows/flow.contract.ts';
import { fieldsOf } from '../../../schema-form/form-model.ts';
import { asSchema } from '../../../schema-form/schema.ts';
import { SkeletonForm } from '../../../ui/Skeletons.tsx';
import { useStep } from '../panel/step-context.ts';
import classes from './InputsForm.module.css';
import { TransformField } from './TransformField.tsx';

/** The inputs of a step that runs code: one field for each argument, and those that are given though nobody takes them. */
export function InputsForm({ schema, transforms, isLoading }: { schema: JsonObject | undefined; transforms: InputTransforms; isLoading: boolean }): ReactNode {
  const { step, set } = useStep();
  const root = useMemo(() => asSchema(schema), [schema]);
  const fields = useMemo(() => fieldsOf(root, root, {}), [root]);
  const change = (name: string, next: InputTransform | undefined): void => set(['value', 'input_transforms', name], next);
  const unknown = Object.keys(transforms).filter((name) => !fields.some((field) => field.name === name));
  if (schema === undefined && isLoading && unknown.length === 0) return <SkeletonForm fields={2} />;
  if (fields.length === 0 && unknown.length === 0)
    return <p className={classes.quiet}>{schema === undefined ? 'What it takes is not known yet.' : 'It takes no arguments.'}</p>;
  return (
    <div className={classes.form} role="group" aria-label={`Inputs of ${step.id}`}>
      {fields.map(({ name, schema: own, isRequired }) => (
        <TransformField
          key={name}
          name={name}
          schema={own}
          root={root}
          isRequired={isRequired}
          value={transforms[name]}
          onChange={(next) => change(name, next)}
          place={`value/input_transforms/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`}
        />
      ))}
      {unknown.map((name) => (
        <div key={name} className={classes.unknown}>
          <TransformField
            name={name}
            schema={{}}
            value={transforms[name]}
            onChange={(next) => change(name, next)}
            place={`value/input_transforms/${name}`}
            label={name}
          />
          {schema !== undefined && (
            <p className={classes.quiet}>
              It has no argument <code>{name}</code>: this is not used.{' '}
              <button type="button" className={classes.remove} onClick={() => change(name, undefined)}>
                Remove
              </button>
            </p>
          )}
        </div>
      ))}
    </div>
  );
}
