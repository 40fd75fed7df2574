import { ActionIcon, Menu, PasswordInput, TextInput, Tooltip } from '@mantine/core';
import { IconKey, IconLock, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../../session/workspace.ts';
import { useField, type FieldProps } from '../form-context.ts';
import { isHiddenSecret, isReference } from '../schema.ts';
import { variablesToRefer } from '../references.api.ts';
import classes from './SecretField.module.css';

const prefix = '$var:';

/** A secret: typed (and stored encrypted), kept as it is stored, or taken from a variable when the run starts. */
export function SecretField(props: FieldProps): ReactNode {
  const { value, onChange, schema } = props;
  const { common, isDisabled } = useField(props);
  const clear = (
    <Tooltip label="Enter another value">
      <ActionIcon size={22} aria-label="Enter another value" disabled={isDisabled} onClick={() => onChange(undefined)}>
        <IconX />
      </ActionIcon>
    </Tooltip>
  );
  if (isHiddenSecret(value))
    return <TextInput {...common} value="Stored, not shown" readOnly leftSection={<IconLock />} rightSection={clear} className={classes.stored} />;
  if (isReference(value))
    return <TextInput {...common} value={value.slice(prefix.length)} readOnly leftSection={<IconKey />} rightSection={clear} className={classes.reference} />;
  return (
    <div className={classes.row}>
      <PasswordInput
        {...common}
        className={classes.input}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        placeholder={schema['x-ui']?.placeholder}
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
      />
      <VariableMenu isDisabled={isDisabled} hasLabel={!!common.label} onChoose={(path) => onChange(`${prefix}${path}`)} />
    </div>
  );
}

function VariableMenu({ onChoose, isDisabled, hasLabel }: { onChoose: (path: string) => void; isDisabled: boolean; hasLabel: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useQuery({ ...variablesToRefer(workspace), enabled: isOpen });
  return (
    <Menu opened={isOpen} onChange={setIsOpen}>
      <Menu.Target>
        <Tooltip label="Use a variable" disabled={isOpen}>
          <ActionIcon variant="default" size={32} aria-label="Use a variable" disabled={isDisabled} className={hasLabel ? classes.beside : undefined}>
            <IconKey />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>Take it from a variable when the run starts</Menu.Label>
        {(data ?? []).map((variable) => (
          <Menu.Item key={variable.path} leftSection={variable.is_secret ? <IconLock /> : <IconKey />} onClick={() => onChoose(variable.path)}>
            <span className="mono">{variable.path}</span>
          </Menu.Item>
        ))}
        {data?.length === 0 && <Menu.Item disabled>There are no variables yet</Menu.Item>}
        {!!error && <Menu.Item disabled>The variables could not be read</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
