import { Input } from '@mantine/core';
import type { ReactNode } from 'react';
import { useField, type FieldProps } from './form-context.ts';

/** Label, help and error around a field that is not one of Mantine's inputs. `isGroup`: the label is that of several inputs. */
export function FieldFrame({ children, isGroup = false, actions, ...props }: FieldProps & { children: ReactNode; isGroup?: boolean; actions?: ReactNode }): ReactNode {
  const { id, common } = useField(props);
  return (
    <Input.Wrapper
      id={isGroup ? undefined : id}
      labelElement={isGroup ? 'div' : 'label'}
      role={isGroup ? 'group' : undefined}
      aria-label={isGroup ? props.label || props.name : undefined}
      label={common.label && (actions ? <>{common.label} {actions}</> : common.label)}
      labelProps={common.labelProps}
      description={common.description}
      error={common.error}
      required={common.required}
      withAsterisk={common.withAsterisk}
      inputWrapperOrder={common.inputWrapperOrder}
    >
      <div>{children}</div>
    </Input.Wrapper>
  );
}
