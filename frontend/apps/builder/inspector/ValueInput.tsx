import { Button, MultiSelect, NumberInput, SegmentedControl, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import { iconNames } from '../../../../components/_shared/icon-names.ts';
import { useEditor } from '../editor-context.ts';
import { itemFieldsOf, type Field, type FieldKind } from './fields.ts';
import { ItemsInput } from './ItemsInput.tsx';
import { JsonInput } from './JsonInput.tsx';

type Props = { field: Field; value: AppValue | undefined; onChange: (value: AppValue | undefined) => void; onDone: () => void };

const textOf = (value: AppValue | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** An editor for each kind of field. */
const inputs: Readonly<Record<FieldKind, (props: Props) => ReactNode>> = {
  text: ({ field, value, onChange, onDone }) => (
    <TextInput aria-label={field.label} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} onBlur={onDone} />
  ),
  long_text: ({ field, value, onChange, onDone }) => (
    <Textarea
      aria-label={field.label}
      autosize
      minRows={2}
      maxRows={12}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onDone}
    />
  ),
  code: ({ field, value, onChange, onDone }) => (
    <Textarea
      aria-label={field.label}
      autosize
      minRows={4}
      maxRows={20}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--font-code)', fontSize: 'var(--text-caption)', whiteSpace: 'pre', overflowX: 'auto' } }}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onDone}
    />
  ),
  number: ({ field, value, onChange, onDone }) => (
    <NumberInput
      aria-label={field.label}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      onBlur={onDone}
    />
  ),
  boolean: ({ field, value, onChange }) => (
    <Switch aria-label={field.label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  ),
  choice: (props) => (props.field.choices.length <= 4 ? <ShortChoice {...props} /> : <LongChoice {...props} />),
  choices: ({ field, value, onChange }) => (
    <MultiSelect
      aria-label={field.label}
      data={field.choices.map(String)}
      value={Array.isArray(value) ? value.map(String) : []}
      clearButtonProps={{ 'aria-label': `Empty ${field.label}` }}
      onChange={(next) => onChange(next)}
    />
  ),
  texts: ({ field, value, onChange, onDone }) => (
    <TagsInput
      aria-label={field.label}
      value={Array.isArray(value) ? value.map(textOf) : []}
      placeholder="One, then Enter"
      onChange={(next) => onChange(next)}
      onBlur={onDone}
    />
  ),
  icon: ({ field, value, onChange }) => (
    <Select
      aria-label={field.label}
      data={[...iconNames]}
      value={textOf(value) || null}
      searchable
      clearable
      onChange={(next) => onChange(next ?? undefined)}
    />
  ),
  options: (props) => (isPlainOptions(props.value) ? <PlainOptions {...props} /> : <Items {...props} />),
  items: (props) => <Items {...props} />,
  columns: (props) => <Items {...props} />,
  action: (props) => <ActionChoice {...props} />,
  json: ({ field, value, onChange, onDone }) => <JsonInput label={field.label} value={value} onChange={onChange} onDone={onDone} />,
};

/** Edits a value in the way that its field asks for. */
export function ValueInput(props: Props): ReactNode {
  const Chosen = inputs[props.field.kind];
  return <Chosen {...props} />;
}

function ShortChoice({ field, value, onChange }: Props): ReactNode {
  return (
    <SegmentedControl size="xs" fullWidth aria-label={field.label} data={field.choices.map(String)} value={textOf(value)} onChange={(next) => onChange(next)} />
  );
}

function LongChoice({ field, value, onChange }: Props): ReactNode {
  return (
    <Select
      aria-label={field.label}
      data={field.choices.map(String)}
      value={textOf(value) || null}
      searchable
      allowDeselect={false}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

const isPlainOptions = (value: AppValue | undefined): boolean =>
  value === undefined || (Array.isArray(value) && value.every((option) => typeof option !== 'object'));

function PlainOptions({ field, value, onChange, onDone }: Props): ReactNode {
  const options = Array.isArray(value) ? value.map(String) : [];
  const mayHaveLabels = itemFieldsOf(field).length > 0;
  return (
    <>
      <TagsInput aria-label={field.label} value={options} placeholder="A choice, then Enter" onChange={(next) => onChange(next)} onBlur={onDone} />
      {mayHaveLabels && options.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(options.map((option) => ({ value: option, label: option })))}>
          Give them labels of their own
        </Button>
      )}
    </>
  );
}

/** A list of things with fields, each of which is edited as its schema says. */
function Items({ field, value, onChange, onDone }: Props): ReactNode {
  return (
    <ItemsInput
      field={field}
      value={value}
      onChange={onChange}
      drawField={(inner, own, put) => <ValueInput field={inner} value={own ?? (inner.fallback as AppValue | undefined)} onChange={put} onDone={onDone} />}
    />
  );
}

function ActionChoice({ field, value, onChange }: Props): ReactNode {
  const actions = useEditor(({ session }) => session.document.actions);
  return (
    <Select
      aria-label={field.label}
      data={actions.map(({ id }) => id)}
      value={textOf(value) || null}
      searchable
      selectFirstOptionOnChange
      // It is emptied by its own button: a choice that is confirmed once more stays.
      allowDeselect={false}
      clearable
      placeholder="None"
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
