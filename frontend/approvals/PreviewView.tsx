import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { ResultView } from '../runs/result/ResultView.tsx';
import { CodeDiff } from '../ui/CodeEditor.tsx';
import { formatPlural } from '../ui/format.ts';
import { type Change, type FieldChange, type RowChange, shapeOfPreview } from './preview-shape.ts';
import classes from './PreviewView.module.css';

const shownRows = 100;

/** What a step shows before it is decided: what changes field by field, row by row or line by line, or a value as a result is shown. */
export function PreviewView({ preview, name }: { preview: unknown; name: string }): ReactNode {
  const shape = useMemo(() => shapeOfPreview(preview), [preview]);
  switch (shape.kind) {
    case 'nothing':
      return null;
    case 'value':
      return <ResultView value={shape.value} name={name} />;
    case 'fields':
      return <FieldsDiff fields={shape.fields} label="What changes" />;
    case 'rows':
      return <RowsDiff columns={shape.columns} rows={shape.rows} />;
    case 'text':
      return <CodeDiff before={shape.before} after={shape.after} language={shape.language} label="What changes" layout="unified" maxHeight={420} />;
  }
}

const changeWords: Readonly<Record<Change, string>> = { added: 'new', removed: 'removed', changed: 'changed', same: 'unchanged' };

const wordsOf = (value: unknown): string => (value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

/** Fields of an object: what each was and what it becomes. Unchanged ones are folded away. */
export function FieldsDiff({ fields, label }: { fields: readonly FieldChange[]; label: string }): ReactNode {
  const [hasAll, setAll] = useState(false);
  const same = fields.filter((field) => field.change === 'same').length;
  const shown = hasAll ? fields : fields.filter((field) => field.change !== 'same');
  return (
    <div className={classes.frame}>
      {shown.length === 0 && <p className={classes.none}>Nothing changes.</p>}
      {shown.length > 0 && (
        <dl className={classes.fields} aria-label={label}>
          {shown.map((field) => (
            <div key={field.name} className={classes.field} data-change={field.change}>
              <dt className={classes.name}>{field.name}</dt>
              <dd className={classes.values}>
                <Values before={field.before} after={field.after} change={field.change} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {same > 0 && (
        <Button size="xs" variant="subtle" className={classes.more} onClick={() => setAll(!hasAll)}>
          {hasAll ? 'Hide what stays' : `Show ${formatPlural(same, 'unchanged field')}`}
        </Button>
      )}
    </div>
  );
}

function Values({ before, after, change }: { before: unknown; after: unknown; change: Change }): ReactNode {
  if (change === 'same') return <span className={classes.same}>{wordsOf(after)}</span>;
  return (
    <>
      {change !== 'added' && <del className={classes.removed}>{wordsOf(before)}</del>}
      {change === 'changed' && <IconArrowRight aria-label="becomes" className={classes.arrow} />}
      {change !== 'removed' && <ins className={classes.added}>{wordsOf(after)}</ins>}
    </>
  );
}

/** Rows of two tables: new, removed and changed ones, each changed cell with both values. */
function RowsDiff({ columns, rows }: { columns: readonly string[]; rows: readonly RowChange[] }): ReactNode {
  const [hasAll, setAll] = useState(false);
  const count = (change: Change): number => rows.filter((row) => row.change === change).length;
  const same = count('same');
  const wanted = hasAll ? rows : rows.filter((row) => row.change !== 'same');
  const shown = wanted.slice(0, shownRows);
  const parts = (['changed', 'added', 'removed'] as const)
    .filter((change) => count(change) > 0)
    .map((change) => `${formatPlural(count(change), 'row')} ${changeWords[change]}`);
  return (
    <div className={classes.frame}>
      <p className={classes.summary}>{parts.length > 0 ? parts.join(', ') : 'No row changes'}</p>
      <div className={classes.scroller} tabIndex={0} role="group" aria-label="Rows that change">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Change</span>
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.key} ${row.change}`} data-change={row.change}>
                <td className={classes.mark}>{row.change === 'same' ? '' : changeWords[row.change]}</td>
                {columns.map((column) => (
                  <td key={column}>
                    <Cell row={row} column={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wanted.length > shown.length && <p className={classes.none}>{formatPlural(wanted.length - shown.length, 'further row')} not shown.</p>}
      {same > 0 && (
        <Button size="xs" variant="subtle" className={classes.more} onClick={() => setAll(!hasAll)}>
          {hasAll ? 'Hide what stays' : `Show ${formatPlural(same, 'unchanged row')}`}
        </Button>
      )}
    </div>
  );
}

function Cell({ row, column }: { row: RowChange; column: string }): ReactNode {
  const [before, after] = [row.before?.[column], row.after?.[column]];
  const isChanged = row.change === 'changed' && JSON.stringify(before) !== JSON.stringify(after);
  if (row.change === 'removed') return <del className={classes.removed}>{wordsOf(before)}</del>;
  if (row.change === 'added') return <ins className={classes.added}>{wordsOf(after)}</ins>;
  return isChanged ? (
    <span className={classes.values}>
      <Values before={before} after={after} change="changed" />
    </span>
  ) : (
    wordsOf(after)
  );
}
