import type { ReactNode } from 'react';
import type { AppNode, AppStep } from '../../../../backend/apps/app.contract.ts';
import type { ComponentDefinition } from '../../../../components/component.ts';
import { useEditorStore } from '../editor-context.ts';
import { StepsEditor } from './StepsEditor.tsx';
import classes from './StepsEditor.module.css';

/** What happens on the events of a component, of those that a search finds. */
export function Handlers({ node, definition, search }: { node: AppNode; definition: ComponentDefinition; search: string }): ReactNode {
  const store = useEditorStore();
  const put = (event: string, steps: AppStep[]): void =>
    void store
      .getState()
      .perform({ do: 'set_handler', id: node.id, event, ...(steps.length > 0 ? { steps } : {}) }, `${event} of ${node.id}`, `${node.id}:${event}`);
  const found = Object.entries(definition.events ?? {}).filter(([event, { title }]) => `${title} ${event}`.toLowerCase().includes(search));
  return found.map(([event, { title }]) => (
    <div key={event} className={classes.event} data-found>
      <span className={classes.title}>{title}</span>
      <StepsEditor label={title} steps={node.on?.[event] ?? []} onChange={(steps) => put(event, steps)} />
    </div>
  ));
}
