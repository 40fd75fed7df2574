import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconFile, IconPhoto, IconUpload, IconX } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { focusFirst, GroupField } from '../_shared/GroupField.tsx';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps, UploadedFile } from '../view.ts';
import type { fileUpload } from './definition.ts';
import classes from './file-upload.module.css';
import { endingsOf } from './kinds.ts';
import { sizeText } from './size-text.ts';
import { useUploads, type Upload } from './useUploads.ts';

/** Files that people choose, drop or paste. Each goes to the object store at once; the value names those that are there. */
export function FileUploadView(view: ComponentProps<typeof fileUpload>): ReactNode {
  const { props, state, emit, host, isEditing, useMethods } = view;
  const group = useRef<HTMLDivElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { change, error } = useInput(view, {
    empty: [],
    initial: props.value,
    isEmpty: (files) => files.length === 0,
    pending: state.is_uploading ? 'Wait until it is uploaded.' : null,
    check: (files) => (files.length > props.max_files ? `At most ${props.max_files}.` : null),
    focus: () => focusFirst(group.current),
  });
  const files = state.value ?? [];
  const { uploads, take, drop } = useUploads(view, files, change);
  const isFull = files.length + uploads.filter(({ problem }) => problem === null).length >= props.max_files;
  const mayAdd = !props.disabled && !props.read_only && !isFull && !isEditing;
  useMethods({ choose: () => mayAdd && chooser.current?.click() });
  const remove = (file: UploadedFile): void => {
    void change(files.filter(({ id }) => id !== file.id));
    void host.discard(file.id).catch(() => undefined);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (mayAdd) take([...event.dataTransfer.files]);
  };
  return (
    <GroupField props={props} error={error} element={group} onBlur={() => void emit('blur')}>
      <div
        className={classes.place}
        data-over={(isOver && mayAdd) || undefined}
        data-disabled={props.disabled || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        onPaste={(event) => {
          if (mayAdd && event.clipboardData.files.length > 0) take([...event.clipboardData.files]);
        }}
      >
        {(!isFull || files.length === 0) && !props.read_only && (
          <div className={classes.ask}>
            <Button
              leftSection={<IconUpload aria-hidden />}
              disabled={props.disabled || isFull}
              loading={props.loading}
              tabIndex={isEditing ? -1 : undefined}
              onClick={() => mayAdd && chooser.current?.click()}
            >
              {props.button_text}
            </Button>
            <span className={classes.limits}>{limitsText(props)}</span>
          </div>
        )}
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label={props.label}
          multiple={props.max_files > 1}
          accept={endingsOf(props.accept)
            .map((ending) => `.${ending}`)
            .join(',')}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        {(files.length > 0 || uploads.length > 0) && (
          <ul className={classes.files}>
            {files.map((file) => (
              <FileLine
                key={file.id}
                file={file}
                href={isEditing ? undefined : (host.fileAddress(file.id) ?? undefined)}
                onRemove={props.disabled || props.read_only ? null : () => remove(file)}
                isEditing={isEditing}
              />
            ))}
            {uploads.map((upload) => (
              <UploadLine key={upload.key} upload={upload} onDrop={() => drop(upload.key)} />
            ))}
          </ul>
        )}
      </div>
    </GroupField>
  );
}

function limitsText({ max_size_mb: megabytes, max_files: most, accept }: { max_size_mb: number; max_files: number; accept: readonly string[] }): string {
  const endings = endingsOf(accept as Parameters<typeof endingsOf>[0]);
  const kinds =
    endings.length === 0
      ? ''
      : `${endings
          .slice(0, 6)
          .map((ending) => `.${ending}`)
          .join(', ')}${endings.length > 6 ? ' …' : ''}, `;
  return `${most > 1 ? `At most ${most} files: ` : ''}${kinds}up to ${megabytes} MB`;
}

type LineProps = { file: UploadedFile; href: string | undefined; onRemove: (() => void) | null; isEditing: boolean };

function FileLine({ file, href, onRemove, isEditing }: LineProps): ReactNode {
  const Kind = file.type.startsWith('image/') ? IconPhoto : IconFile;
  return (
    <li className={classes.file}>
      <Kind className={classes.icon} aria-hidden />
      <a className={classes.name} href={href} download={file.name} title={file.name} tabIndex={isEditing ? -1 : undefined}>
        {file.name}
      </a>
      <span className={classes.size}>{sizeText(file.size)}</span>
      {onRemove && (
        <ActionIcon variant="subtle" aria-label={`Remove ${file.name}`} tabIndex={isEditing ? -1 : undefined} onClick={onRemove}>
          <IconX aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

function UploadLine({ upload, onDrop }: { upload: Upload; onDrop: () => void }): ReactNode {
  return (
    <li className={classes.file} data-problem={upload.problem !== null || undefined}>
      <IconUpload className={classes.icon} aria-hidden />
      <span className={classes.going}>
        <span className={classes.name} title={upload.name}>
          {upload.name}
        </span>
        {upload.problem === null ? (
          <Progress size="sm" value={upload.percent} aria-label={`${upload.name}: ${upload.percent} %`} />
        ) : (
          <span className={classes.problem} role="alert">
            {upload.problem}
          </span>
        )}
      </span>
      <ActionIcon variant="subtle" aria-label={upload.problem === null ? `Stop ${upload.name}` : `Forget ${upload.name}`} onClick={onDrop}>
        <IconX aria-hidden />
      </ActionIcon>
    </li>
  );
}
