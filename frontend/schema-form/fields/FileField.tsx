import { Button, FileButton } from '@mantine/core';
import { IconFile, IconUpload, IconX } from '@tabler/icons-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, type FieldProps } from '../form-context.ts';
import classes from './FileField.module.css';

/** Bytes as base64, in slices: one call with a large file would overflow the stack. */
async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sliceLength = 0x8000;
  let binary = '';
  for (let start = 0; start < bytes.length; start += sliceLength) binary += String.fromCharCode(...bytes.subarray(start, start + sliceLength));
  return btoa(binary);
}

/** A file that is sent within the arguments, as base64. */
export function FileField(props: FieldProps): ReactNode {
  const { value, onChange, schema, label, name } = props;
  const { id, isDisabled } = useField(props);
  const [chosen, setChosen] = useState<{ name: string; size: number } | null>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (file: File | null | undefined): void => {
    if (!file || isDisabled) return;
    setChosen({ name: file.name, size: file.size });
    void toBase64(file).then(onChange);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  };
  const hasValue = typeof value === 'string' && value !== '';
  const size = chosen?.size ?? (hasValue ? Math.floor((value.length * 3) / 4) : 0);
  return (
    <FieldFrame {...props}>
      <div
        className={classes.frame}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={onDrop}
      >
        {hasValue ? (
          <>
            <IconFile aria-hidden />
            <span className={classes.name}>{chosen?.name ?? 'File'}</span>
            <span className={classes.size}>{formatBytes(size)}</span>
            <IconButton
              label="Remove the file"
              icon={<IconX />}
              disabled={isDisabled}
              onClick={() => {
                setChosen(null);
                onChange(undefined);
              }}
            />
          </>
        ) : (
          <>
            <FileButton onChange={take} accept={schema.contentMediaType} disabled={isDisabled}>
              {(button) => (
                <Button {...button} id={id} size="xs" leftSection={<IconUpload />} disabled={isDisabled} aria-label={`Choose a file: ${label || name}`}>
                  Choose a file
                </Button>
              )}
            </FileButton>
            <span className={classes.size}>or drop one here</span>
          </>
        )}
      </div>
    </FieldFrame>
  );
}
