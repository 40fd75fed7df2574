import { Button, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppPage, AppValue, PageParameter } from '../../../../backend/apps/app.contract.ts';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { paramSchema } from '../../../../backend/apps/core/page-params.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { fieldOf } from './fields.ts';
import { ValueInput } from './ValueInput.tsx';
import inspector from './Inspector.module.css';
import classes from './ParameterFields.module.css';

type Params = AppPage['params'];
type Props = { params: Params; problems: readonly AppProblem[]; onChange: (params: Params, merge?: string) => void; onDone: () => void };

const types: readonly { value: PageParameter['type']; label: string }[] = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'Day' },
  { value: 'choice', label: 'Choice' },
];

/** The parameters that stand in the address of a page. */
export function ParameterFields({ params, problems, onChange, onDone }: Props): ReactNode {
  const add = (): void => {
    const taken = new Set(params.map(({ id }) => id));
    let number = params.length + 1;
    while (taken.has(`param${number}`)) number += 1;
    onChange([...params, { id: `param${number}`, type: 'string' }]);
  };
  const others = problems.filter(({ pointer }) => pointer === '/params');
  return (
    <div className={inspector.field} role="group" aria-label="Parameters">
      <span className={inspector.label}>Parameters</span>
      <p className={inspector.help}>They stand in the address, so that a link leads to the same state. Expressions read them as params.name.</p>
      {params.map((parameter, index) => (
        <Parameter
          key={index}
          parameter={parameter}
          problems={problems.filter(({ pointer }) => pointer === `/params/${index}`)}
          onChange={(next, merge) => onChange(params.with(index, next), merge && `${index}:${merge}`)}
          onDelete={() => onChange(params.toSpliced(index, 1))}
          onDone={onDone}
        />
      ))}
      {others.map(({ code, message }) => (
        <p key={code} className={inspector.help}>
          {message}
        </p>
      ))}
      <Button size="xs" variant="default" leftSection={<IconPlus aria-hidden />} onClick={add}>
        Add a parameter
      </Button>
    </div>
  );
}

type ParameterProps = {
  parameter: PageParameter;
  problems: readonly AppProblem[];
  onChange: (parameter: PageParameter, merge?: string) => void;
  onDelete: () => void;
  onDone: () => void;
};

function Parameter({ parameter, problems, onChange, onDelete, onDone }: ParameterProps): ReactNode {
  const { id, type, choices = [], default: fallback, is_required: isRequired = false } = parameter;
  const { default: _fallback, choices: _choices, ...plain } = parameter;
  const field = fieldOf('default', { ...paramSchema(plain), ...(type === 'choice' ? { enum: choices } : {}) }, false);
  return (
    <div className={classes.parameter} role="group" aria-label={`Parameter ${id}`}>
      <div className={classes.head}>
        <TextInput
          size="xs"
          aria-label="Name"
          className={classes.name}
          value={id}
          spellCheck={false}
          onChange={(event) => isName(event.currentTarget.value) && onChange({ ...parameter, id: event.currentTarget.value }, 'id')}
          onBlur={onDone}
        />
        <Select
          size="xs"
          aria-label="Type"
          className={classes.type}
          data={[...types]}
          value={type}
          allowDeselect={false}
          onChange={(next) =>
            onChange({ ...plain, type: (next ?? 'string') as PageParameter['type'], ...(next === 'choice' ? { choices: ['first', 'second'] } : {}) })
          }
        />
        <IconButton label={`Delete parameter ${id}`} icon={<IconTrash />} size="xs" onClick={onDelete} />
      </div>
      {type === 'choice' && <TagsInput size="xs" label="Choices" value={[...choices]} onChange={(next) => onChange({ ...parameter, choices: next })} />}
      <div className={inspector.field}>
        <span className={inspector.label}>Default</span>
        <ValueInput
          field={{ ...field, label: `Default of ${id}` }}
          value={fallback as AppValue | undefined}
          onChange={(next) => onChange(withDefault(parameter, next), 'default')}
          onDone={onDone}
        />
      </div>
      <Switch size="xs" label="Required" checked={isRequired} onChange={(event) => onChange(withRequired(parameter, event.currentTarget.checked))} />
      {problems.map(({ code, message }) => (
        <p key={code} className={inspector.problem}>
          {message}
        </p>
      ))}
    </div>
  );
}

const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(text);

function withDefault({ default: _before, ...parameter }: PageParameter, value: AppValue | undefined): PageParameter {
  return value === undefined || value === null || value === '' ? parameter : { ...parameter, default: value };
}

function withRequired({ is_required: _before, ...parameter }: PageParameter, isRequired: boolean): PageParameter {
  return isRequired ? { ...parameter, is_required: true } : parameter;
}
