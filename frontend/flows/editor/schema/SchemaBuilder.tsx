import { Button, Checkbox, Select, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { resourceTypesQuery } from '../../../resources/resources.api.ts';
import { SchemaForm } from '../../../schema-form/SchemaForm.tsx';
import type { Schema } from '../../../schema-form/schema.ts';
import { useWorkspace } from '../../../session/workspace.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { JsonObjectText } from './JsonObjectText.tsx';
import {
  addField,
  fieldTypes,
  moveField,
  problemOfName,
  removeField,
  renameField,
  rowsOf,
  setPart,
  setRequired,
  setType,
  type FieldRow,
  type FieldType,
} from './schema-edit.ts';
import classes from './SchemaBuilder.module.css';

/** Props of {@link SchemaBuilder}. */
export type SchemaBuilderProps = { schema: JsonObject; onChange: (schema: JsonObject) => void; label: string; emptyWords: string };

/** The fields of a form: name, type, what is required; the whole JSON Schema as text for everything else. */
export function SchemaBuilder({ schema, onChange, label, emptyWords }: SchemaBuilderProps): ReactNode {
  const [view, setView] = useState('fields');
  const [open, setOpen] = useState<string | null>(null);
  const rows = rowsOf(schema);
  const add = (): void => {
    const added = addField(schema);
    onChange(added.schema);
    setOpen(added.name);
  };
  return (
    <div className={classes.builder} role="group" aria-label={label}>
      <SegmentedControl
        size="xs"
        className={classes.views}
        aria-label={`${label} as`}
        value={view}
        onChange={setView}
        data={[
          { value: 'fields', label: 'Fields' },
          { value: 'json', label: 'JSON Schema' },
        ]}
      />
      {view === 'json' ? (
        <JsonObjectText schema={schema} onChange={onChange} label={label} />
      ) : (
        <>
          {rows.length === 0 && <p className={classes.quiet}>{emptyWords}</p>}
          <ol className={classes.rows}>
            {rows.map((row, index) => (
              <FieldView
                key={index}
                row={row}
                schema={schema}
                onChange={onChange}
                isOpen={open === row.name}
                setOpen={setOpen}
                isFirst={index === 0}
                isLast={index === rows.length - 1}
              />
            ))}
          </ol>
          <div>
            <Button size="xs" leftSection={<IconPlus />} onClick={add}>
              Add field
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

type FieldViewProps = {
  row: FieldRow;
  schema: JsonObject;
  onChange: (schema: JsonObject) => void;
  isOpen: boolean;
  setOpen: (name: string | null) => void;
  isFirst: boolean;
  isLast: boolean;
};

function FieldView({ row, schema, onChange, isOpen, setOpen, isFirst, isLast }: FieldViewProps): ReactNode {
  const { name, type, isRequired } = row;
  const rename = (to: string): void => {
    onChange(renameField(schema, name, to));
    if (isOpen) setOpen(to);
  };
  return (
    <li className={classes.row} data-open={isOpen || undefined}>
      <div className={classes.line}>
        <IconButton
          label={isOpen ? `Less about ${name}` : `More about ${name}`}
          size="sm"
          variant="subtle"
          icon={isOpen ? <IconChevronDown /> : <IconChevronRight />}
          aria-expanded={isOpen}
          onClick={() => setOpen(isOpen ? null : name)}
        />
        <NameField key={name} name={name} schema={schema} onRename={rename} hasFocus={isOpen && name.startsWith('field')} />
        <Select
          size="xs"
          className={classes.type}
          aria-label={`Type of ${name}`}
          data={fieldTypes as { value: FieldType; label: string }[]}
          value={type}
          onChange={(next) => next !== null && next !== type && onChange(setType(schema, name, next as FieldType))}
          allowDeselect={false}
        />
        <Checkbox
          size="xs"
          label="Required"
          aria-label={`${name} is required`}
          checked={isRequired}
          onChange={(event) => onChange(setRequired(schema, name, event.currentTarget.checked))}
        />
      </div>
      {isOpen && (
        <div className={classes.more}>
          <TextInput
            size="xs"
            label="Label"
            placeholder="As the name"
            value={row.schema.title ?? ''}
            onChange={(event) => onChange(setPart(schema, name, { title: event.currentTarget.value || undefined }))}
          />
          <TextInput
            size="xs"
            label="Help"
            value={row.description}
            onChange={(event) => onChange(setPart(schema, name, { description: event.currentTarget.value || undefined }))}
          />
          <TypeParts row={row} schema={schema} onChange={onChange} />
          <DefaultField row={row} schema={schema} onChange={onChange} />
          <div className={classes.actions}>
            <IconButton
              label={`Move ${name} up`}
              size="sm"
              variant="subtle"
              icon={<IconArrowUp />}
              disabled={isFirst}
              onClick={() => onChange(moveField(schema, name, -1))}
            />
            <IconButton
              label={`Move ${name} down`}
              size="sm"
              variant="subtle"
              icon={<IconArrowDown />}
              disabled={isLast}
              onClick={() => onChange(moveField(schema, name, 1))}
            />
            <IconButton label={`Remove ${name}`} size="sm" variant="subtle" icon={<IconTrash />} onClick={() => onChange(removeField(schema, name))} />
          </div>
        </div>
      )}
    </li>
  );
}

/** The name changes when the field is left: expressions read the input by it, and half of a name is none. */
function NameField({ name, schema, onRename, hasFocus }: { name: string; schema: JsonObject; onRename: (to: string) => void; hasFocus: boolean }): ReactNode {
  const [text, setText] = useState(name);
  const problem = problemOfName(schema, name, text);
  const finish = (): void => {
    if (problem === null && text !== name) onRename(text);
    else setText(name);
  };
  return (
    <TextInput
      size="xs"
      className={classes.name}
      aria-label={`Name of field ${name}`}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      error={text === name ? undefined : problem}
      autoFocus={hasFocus}
      onFocus={(event) => hasFocus && event.currentTarget.select()}
      autoComplete="off"
    />
  );
}

type PartProps = { row: FieldRow; schema: JsonObject; onChange: (schema: JsonObject) => void };

function TypeParts({ row: { name, type, schema: own }, schema, onChange }: PartProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data: types = [] } = useQuery({ ...resourceTypesQuery(workspace), enabled: type === 'resource' });
  const set = (part: Partial<Schema>): void => onChange(setPart(schema, name, part));
  if (type === 'choice')
    return (
      <TagsInput size="xs" label="Options" description="Enter adds one" value={(own.enum ?? []).map(String)} onChange={(options) => set({ enum: options })} />
    );
  if (type === 'resource') {
    const chosen = own.format?.slice('resource-'.length) ?? '';
    const names = [...new Set([chosen, ...types.map((one) => one.name)])].filter(Boolean);
    return (
      <Select
        size="xs"
        label="Resource type"
        data={names}
        value={chosen}
        onChange={(next) => next !== null && set({ format: `resource-${next}` })}
        searchable
        allowDeselect={false}
      />
    );
  }
  return null;
}

/** What stands in the form at first, as the field itself. */
function DefaultField({ row: { name, schema: own }, schema, onChange }: PartProps): ReactNode {
  const { default: current, ...rest } = own;
  const single = { type: 'object', properties: { [name]: { ...rest, title: 'Default', description: undefined } } };
  return (
    <SchemaForm
      schema={single}
      value={current === undefined ? {} : { [name]: current }}
      onChange={(next) => onChange(setPart(schema, name, { default: next[name] }))}
      hasJsonView={false}
    />
  );
}
