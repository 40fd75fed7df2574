import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { fileReferenceOf } from '../_shared/file-reference.ts';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { download } from './definition.ts';
import { fileOf } from './file-of.ts';

const variants = { primary: 'filled', default: 'default', subtle: 'subtle' } as const;

/** Saves what it is given. While there is nothing it cannot be pressed. */
export function DownloadView({ props, emit, useMethods, host, isEditing }: ComponentProps<typeof download>): ReactNode {
  const isEmpty = props.content === undefined || props.content === null || props.content === '';
  const start = (): void => {
    if (isEmpty) return;
    const file = fileReferenceOf(props.content);
    if (file) {
      host.downloadFile(file.id, file.name);
      void emit('done', { name: file.name });
      return;
    }
    const { name, content, type } = fileOf(props.content, props.format, props.file_name);
    host.download(name, content, type);
    void emit('done', { name });
  };
  useMethods({ start });
  return (
    <Button
      variant={variants[props.variant]}
      disabled={props.disabled || isEmpty}
      loading={props.loading}
      leftSection={<Icon name={props.icon} />}
      style={{ flex: 'none' }}
      tabIndex={isEditing ? -1 : undefined}
      onClick={isEditing ? undefined : start}
    >
      {props.text}
    </Button>
  );
}
