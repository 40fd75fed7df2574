import { SegmentedControl } from '@mantine/core';
import { IconBraces, IconForms, IconPlugConnected } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { InputTransform } from '../../../../backend/flows/flow.contract.ts';
import { SchemaForm } from '../../../schema-form/SchemaForm.tsx';
import { asSchema, labelOf, type Schema } from '../../../schema-form/schema.ts';
import { useStep } from '../panel/step-context.ts';
import { ConnectPicker } from './ConnectPicker.tsx';
import { suggestPlaces } from './connect-tree.ts';
import { ExpressionField } from './ExpressionField.tsx';
import classes from './TransformField.module.css';

/** Props of {@link TransformField}. */
export type TransformFieldProps = {
  name: string;
  schema: Schema;
  root?: Schema;
  isRequired?: boolean;
  value: InputTransform | undefined;
  onChange: (value: InputTransform | undefined) => void;
  /** Where it stands below the step: `value/input_transforms/amount`. */
  place: string;
  label?: string;
  extra?: Readonly<Record<string, Schema>>;
};

/** A value that is typed in as in any form, or comes from an expression: picked from the tree, or written. */
export function TransformField({
  name,
  schema,
  root,
  isRequired = false,
  value,
  onChange,
  place,
  label = labelOf(name, schema),
  extra,
}: TransformFieldProps): ReactNode {
  const { scope } = useStep();
  const [wantsFocus, setWantsFocus] = useState(false);
  const isExpression = value?.type === 'javascript';
  const type = typeof schema.type === 'string' ? schema.type : undefined;
  const suggestions = useMemo(
    () => (value === undefined || (value.type === 'static' && value['value'] === undefined) ? suggestPlaces(name, scope.roots, type) : []),
    [name, scope.roots, value, type],
  );
  const connect = (expr: string): void => onChange({ type: 'javascript', expr });
  const change = (mode: string): void => {
    setWantsFocus(true);
    if (mode === 'expression')
      onChange({ type: 'javascript', expr: value?.type === 'static' && value['value'] !== undefined ? JSON.stringify(value['value']) : '' });
    else onChange(undefined);
  };
  return (
    <div className={classes.field} role="group" aria-label={label} data-input={name}>
      <div className={classes.head}>
        <span className={classes.label}>
          {label}
          {isRequired && <span className={classes.required}> *</span>}
        </span>
        <span className={classes.type}>{typeWord(schema)}</span>
        <ConnectPicker label={label} roots={scope.roots} onPick={connect} />
        <SegmentedControl
          size="xs"
          aria-label={`How ${label} is given`}
          value={isExpression ? 'expression' : 'value'}
          onChange={change}
          data={[
            { value: 'value', label: <Mode icon={<IconForms aria-hidden />} word="Value" /> },
            { value: 'expression', label: <Mode icon={<IconBraces aria-hidden />} word="Expression" /> },
          ]}
        />
      </div>
      {isExpression ? (
        <ExpressionField
          label={label}
          value={value.expr}
          onChange={(expr) => onChange({ ...value, expr })}
          place={`${place}/expr`}
          extra={extra}
          hasAutoFocus={wantsFocus && value.expr === ''}
          isBare
        />
      ) : (
        <StaticField name={name} label={label} schema={schema} root={root} value={value} onChange={onChange} />
      )}
      {suggestions.length > 0 && (
        <div className={classes.suggestions}>
          {suggestions.map(({ expr }) => (
            <button key={expr} type="button" className={classes.suggestion} onClick={() => connect(expr)} aria-label={`Connect ${label} to ${expr}`}>
              <IconPlugConnected aria-hidden />
              <code>{expr}</code>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const Mode = ({ icon, word }: { icon: ReactNode; word: string }): ReactNode => (
  <span className={classes.mode} title={word}>
    {icon}
    <span className="visually-hidden">{word}</span>
  </span>
);

/** One field of the generated form. What is emptied is left away, so that the script sees its own default. */
function StaticField({
  name,
  label,
  schema,
  root,
  value,
  onChange,
}: Pick<TransformFieldProps, 'name' | 'label' | 'schema' | 'root' | 'value' | 'onChange'>): ReactNode {
  const single = useMemo(
    () => ({ type: 'object', $defs: root?.$defs, additionalProperties: false, properties: { [name]: { ...asSchema(schema), title: '' } } }),
    [name, schema, root],
  );
  const current = value?.type === 'static' && value['value'] !== undefined ? { [name]: value['value'] } : {};
  return (
    <SchemaForm
      schema={single}
      value={current}
      onChange={(next) => onChange(next[name] === undefined ? undefined : { type: 'static', value: next[name] })}
      hasJsonView={false}
      {...(label === undefined ? {} : { outerLabel: label })}
    />
  );
}

function typeWord({ type, format, enum: options }: Schema): string {
  if (format?.startsWith('resource-')) return format.slice('resource-'.length);
  if (options) return 'choice';
  const words: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'yes or no', array: 'list' };
  return [type ?? []]
    .flat()
    .filter((one) => one !== 'null')
    .map((one) => words[one] ?? one)
    .join(' or ');
}
