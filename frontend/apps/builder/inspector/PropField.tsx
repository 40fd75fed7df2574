import { IconArrowBackUp, IconBraces, IconCursorText } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import type { AppNode, AppValue } from '../../../../backend/apps/app.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { ExpressionInput } from './ExpressionInput.tsx';
import type { Field } from './fields.ts';
import { LiveValue } from './LiveValue.tsx';
import { ValueInput } from './ValueInput.tsx';
import classes from './Inspector.module.css';

/** One prop: as a value, or as an expression, with what it is now and what is wrong with it. */
export function PropField({ node, field }: { node: AppNode; field: Field }): ReactNode {
  const store = useEditorStore();
  const id = useId();
  const value = node.props[field.name];
  const isSet = Object.hasOwn(node.props, field.name);
  const isExpr = isExpression(value);
  const problem = useEditor(({ problems }) => problems.find(({ part, pointer }) => part.id === node.id && pointer.startsWith(`/props/${field.name}`)));
  const put = (next: AppValue | undefined, merge = true): void => {
    const title = `${field.label} of ${node.id}`;
    store
      .getState()
      .perform(
        { do: 'set_prop', id: node.id, name: field.name, ...(next === undefined ? {} : { value: next }) },
        title,
        merge ? `${node.id}.${field.name}` : undefined,
      );
    if (!merge) store.getState().settle();
  };
  const toggle = (): void =>
    put(isExpr ? undefined : { expr: isSet && value !== null ? JSON.stringify(value) : JSON.stringify(field.fallback ?? null) }, false);
  return (
    <div className={classes.field} role="group" aria-labelledby={id}>
      <div className={classes.head}>
        <span id={id} className={classes.label}>
          {field.label}
        </span>
        {isSet && <span className={classes.changed} role="img" aria-label="changed" />}
        <span className={classes.mode}>
          {isSet && <IconButton label={`${field.label} as by default`} icon={<IconArrowBackUp />} size="xs" onClick={() => put(undefined, false)} />}
          <IconButton
            label={isExpr ? `${field.label} as a value` : `${field.label} by an expression`}
            icon={isExpr ? <IconCursorText /> : <IconBraces />}
            size="xs"
            isActive={isExpr}
            onClick={toggle}
          />
        </span>
      </div>
      {isExpr ? (
        <ExpressionInput label={field.label} value={value.expr} problem={problem} onChange={(expr) => put({ expr })} onDone={() => store.getState().settle()} />
      ) : (
        <ValueInput
          field={field}
          value={isSet ? value : (field.fallback as AppValue | undefined)}
          onChange={(next) => put(next)}
          onDone={() => store.getState().settle()}
        />
      )}
      {isExpr && <LiveValue node={node} name={field.name} />}
      {problem && <p className={classes.problem}>{problem.message}</p>}
      {field.description !== null && <p className={classes.help}>{field.description}</p>}
    </div>
  );
}
