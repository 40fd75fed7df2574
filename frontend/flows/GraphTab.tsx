import { useState, type ReactNode } from 'react';
import { defineFlow } from '../../backend/flows/core/definition.ts';
import type { Flow } from '../../backend/flows/flows.contract.ts';
import { formatPlural } from '../ui/format.ts';
import { FlowGraph } from './graph/FlowGraph.tsx';
import classes from './GraphTab.module.css';
import { StepDetails } from './StepDetails.tsx';

/** The steps of a flow as a graph, each to be read beside it. */
export function GraphTab({ workspace, flow }: { workspace: string; flow: Pick<Flow, 'path' | 'value' | 'schema'> }): ReactNode {
  const [selected, setSelected] = useState<string | null>(null);
  const step = selected === null ? undefined : defineFlow(flow.value).steps.get(selected)?.module;
  const fields = Object.keys((flow.schema['properties'] ?? {}) as object).length;
  return (
    <div className={classes.columns} data-open={step !== undefined || undefined}>
      <div className={classes.graph}>
        <FlowGraph
          value={flow.value}
          label={`Steps of ${flow.path}`}
          selectedStep={selected}
          onSelect={setSelected}
          startCaption={fields === 0 ? 'takes nothing' : formatPlural(fields, 'field')}
        />
      </div>
      {step && (
        <div className={classes.side}>
          <StepDetails workspace={workspace} step={step} />
        </div>
      )}
    </div>
  );
}
