import { useState, type ReactNode } from 'react';
import { defineFlow } from '../../backend/flows/core/definition.ts';
import type { Flow } from '../../backend/flows/flows.contract.ts';
import { asSchema } from '../schema-form/schema.ts';
import { Facts } from '../ui/Facts.tsx';
import { formatPlural } from '../ui/format.ts';
import { FlowGraph } from './graph/FlowGraph.tsx';
import classes from './GraphTab.module.css';
import { StepDetails } from './StepDetails.tsx';

/** The steps of a flow as a graph, each to be read beside it. */
export function GraphTab({ workspace, flow }: { workspace: string; flow: Pick<Flow, 'path' | 'value' | 'schema'> }): ReactNode {
  const [selected, setSelected] = useState<string>(flow.value.modules[0]?.id ?? '#input');
  const step = defineFlow(flow.value).steps.get(selected)?.module;
  const fields = Object.entries(asSchema(flow.schema).properties ?? {});
  return (
    <div className={classes.columns}>
      <div className={classes.graph}>
        <FlowGraph
          value={flow.value}
          label={`Steps of ${flow.path}`}
          selectedStep={selected}
          onSelect={(next) => next !== null && setSelected(next)}
          startCaption={fields.length === 0 ? 'takes nothing' : formatPlural(fields.length, 'field')}
        />
      </div>
      <div className={classes.side}>
        {step && <StepDetails workspace={workspace} step={step} />}
        {selected === '#input' && (
          <Facts
            facts={fields.map(([name, { type, description }]) => ({
              label: name,
              value: [[type].flat().join(' or '), description].filter(Boolean).join(': '),
            }))}
            none="It takes no arguments."
          />
        )}
        {selected === '#result' && <p className={classes.quiet}>What the last step gives is the result of the flow.</p>}
      </div>
    </div>
  );
}
