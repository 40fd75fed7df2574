import { useMemo, type ReactNode } from 'react';
import type { AppNode, AppValue } from '../../../../backend/apps/app.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { BindableField } from './BindableField.tsx';
import { ColumnsFromData } from './ColumnsFromData.tsx';
import type { Field } from './fields.ts';
import { LiveProblem } from './LiveProblem.tsx';
import { namesAround } from './usePageScope.ts';

/** One prop of a component, with what is wrong with it. */
export function PropField({ node, field }: { node: AppNode; field: Field }): ReactNode {
  const store = useEditorStore();
  const value = Object.hasOwn(node.props, field.name) ? node.props[field.name] : undefined;
  const problem = useEditor(({ problems }) => problems.find(({ part, pointer }) => part.id === node.id && pointer.startsWith(`/props/${field.name}`)));
  const document = useEditor(({ session }) => session.document);
  const around = useMemo(() => namesAround(document, node.id), [document, node.id]);
  const put = (next: AppValue | undefined, isTyped: boolean): void => {
    const { perform, settle } = store.getState();
    const change = { do: 'set_prop' as const, id: node.id, name: field.name, ...(next === undefined ? {} : { value: next }) };
    perform(change, `${field.label} of ${node.id}`, isTyped ? `${node.id}.${field.name}` : undefined);
    if (!isTyped) settle();
  };
  return (
    <BindableField field={field} value={value} problem={problem} names={around} onChange={put}>
      {field.kind === 'columns' && <ColumnsFromData node={node} columns={value} onChange={(columns) => put(columns, false)} />}
      {isExpression(value) && !problem && <LiveProblem node={node} />}
    </BindableField>
  );
}
