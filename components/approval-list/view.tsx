import { useCallback, type ReactNode } from 'react';
import type { ApprovalFacts, ComponentProps } from '../view.ts';
import type { approvalList } from './definition.ts';
import classes from '../job-view/job-view.module.css';

/** Requests that wait for a decision. What may be seen and decided is up to the server, as in the inbox. */
export function ApprovalListView({ props, state, expose, emit, useMethods, isEditing, host }: ComponentProps<typeof approvalList>): ReactNode {
  const { Approvals } = host.parts;
  const select = (id: string | null): void => {
    if (isEditing) return;
    const request = state.items.find((item) => item.id === id) ?? null;
    expose({ selected_id: id, selected: request });
    if (id !== null) void emit('select', { id, request });
  };
  const onRows = useCallback((rows: readonly ApprovalFacts[]) => expose({ items: [...rows], count: rows.length }), [expose]);
  useMethods({ select: (id: string) => select(id), clear_selection: () => select(null) });
  return (
    <div role="group" className={classes.job} aria-label={props.label === '' ? 'Approvals' : props.label}>
      {props.label !== '' && <h3 className={classes.label}>{props.label}</h3>}
      <Approvals
        scope={props.scope}
        path={props.path}
        limit={props.limit}
        selected={state.selected_id}
        emptyText={props.empty_text}
        onRows={onRows}
        onSelect={select}
        onDecided={(decision) => void emit('decided', decision)}
      />
    </div>
  );
}
