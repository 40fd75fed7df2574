import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { textOfValue, valueOfText } from './changes.ts';
import type { TableColumn } from './columns.ts';
import { dateOf, plainText } from './values.ts';
import classes from './TableGrid.module.css';

/** Where the focus goes after a cell was edited. */
export type AfterEdit = 'stay' | 'down' | 'next' | 'previous';

type Props = {
  value: unknown;
  column: TableColumn;
  /** What was typed to begin with; takes the place of the value. */
  typed: string | null;
  onCommit: (value: unknown, after: AfterEdit) => void;
  onCancel: () => void;
};

/** A moment as the control for it has it: in the zone of the person, without seconds. */
function localText(value: unknown, type: 'date' | 'datetime'): string {
  const date = dateOf(value);
  if (!date) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
  return type === 'date' ? shifted.slice(0, 10) : shifted.slice(0, 16);
}

const inputTypes: Readonly<Partial<Record<TableColumn['type'], string>>> = { date: 'date', datetime: 'datetime-local' };

/** The control in a cell that is edited. Enter and Tab take the value, Escape leaves it as it was. */
export function CellEditor({ value, column, typed, onCommit, onCancel }: Props): ReactNode {
  const { type } = column;
  const isDate = type === 'date' || type === 'datetime';
  const [text, setText] = useState(() => typed ?? (isDate ? localText(value, type) : textOfValue(value)));
  const [problem, setProblem] = useState<string | null>(null);
  const commit = (given: string, after: AfterEdit): void => {
    const parsed = valueOfText(given, column);
    if (parsed.problem !== null) return setProblem(parsed.problem);
    onCommit(type === 'datetime' && typeof parsed.value === 'string' ? new Date(parsed.value).toISOString() : parsed.value, after);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    if (event.key !== 'Enter' && event.key !== 'Tab') return;
    event.preventDefault();
    commit(text, event.key === 'Enter' ? 'down' : event.shiftKey ? 'previous' : 'next');
  };
  if (type === 'tag' && column.tags !== undefined && column.tags.length > 0 && !Array.isArray(value))
    return <TagEditor value={value} column={column} onCommit={onCommit} onCancel={onCancel} />;
  return (
    <input
      className={classes.editor}
      autoFocus
      type={inputTypes[type] ?? 'text'}
      inputMode={column.align === 'end' ? 'decimal' : undefined}
      value={text}
      aria-label={column.title}
      aria-invalid={problem !== null}
      title={problem ?? undefined}
      onFocus={(event) => typed === null && !isDate && event.currentTarget.select()}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setProblem(null);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => (valueOfText(text, column).problem === null ? commit(text, 'stay') : onCancel())}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}

function TagEditor({ value, column, onCommit, onCancel }: Omit<Props, 'typed'>): ReactNode {
  const tags = column.tags ?? [];
  const valueAt = (index: string): unknown => (index === '' ? null : (tags[Number(index)]?.value ?? value));
  const current = tags.findIndex((tag) => tag.value === value);
  return (
    <select
      className={classes.editor}
      autoFocus
      aria-label={column.title}
      value={current === -1 ? '' : String(current)}
      onChange={(event) => onCommit(valueAt(event.currentTarget.value), 'stay')}
      onBlur={onCancel}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Enter') onCancel();
      }}
    >
      <option value="">{current === -1 ? plainText(value) : ''}</option>
      {tags.map((tag, index) => (
        <option key={index} value={String(index)}>
          {tag.label ?? String(tag.value)}
        </option>
      ))}
    </select>
  );
}
