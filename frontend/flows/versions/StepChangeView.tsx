import { IconArrowsMove, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import type { FieldChange, StepChange } from './flow-diff.ts';
import classes from './StepChangeView.module.css';

/** One word for what became of a step. */
export function wordOfChange({ kind, isMoved, fields, code }: StepChange): string {
  if (kind === 'added') return 'Added';
  if (kind === 'removed') return 'Removed';
  return isMoved && fields.length === 0 && code === null ? 'Moved' : 'Changed';
}

const icons = { Added: IconPlus, Removed: IconMinus, Changed: IconPencil, Moved: IconArrowsMove } as const;

/** What became of one step: its settings before and after, then its code. */
export function StepChangeView({ change, title }: { change: StepChange; title: string }): ReactNode {
  const word = wordOfChange(change);
  const Glyph = icons[word as keyof typeof icons];
  return (
    <div className={classes.change}>
      <h3 className={classes.head} data-kind={change.kind}>
        <span className={classes.word}>
          <Glyph aria-hidden /> {word}
        </span>
        <span className={classes.title}>{title}</span> <code className={classes.id}>{change.step}</code>
        {change.isMoved && word !== 'Moved' && <span className={classes.id}>also moved</span>}
      </h3>
      {change.fields.length > 0 && <Fields fields={change.fields} />}
      {change.code && (
        <CodeDiff
          before={change.code.before}
          after={change.code.after}
          language={change.code.language}
          label={`Changes of the code of ${change.step}`}
          maxHeight={420}
        />
      )}
    </div>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }): ReactNode {
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{field.replaceAll('_', ' ')}</th>
            <td className={classes.before}>{textOf(before)}</td>
            <td className={classes.after}>{textOf(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value in short: an expression as it is written, anything else as JSON. */
function textOf(value: unknown): ReactNode {
  if (value === null) return <span className={classes.none}>not set</span>;
  const { type, expr, value: given } = (typeof value === 'object' ? value : {}) as { type?: unknown; expr?: unknown; value?: unknown };
  const text =
    type === 'javascript' && typeof expr === 'string'
      ? expr
      : type === 'static'
        ? JSON.stringify(given ?? null)
        : typeof value === 'string'
          ? value
          : JSON.stringify(value);
  return <code>{text}</code>;
}
