import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import type { Flow } from '../../../backend/flows/flows.contract.ts';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { flowQuery } from '../flows.api.ts';
import { FlowGraph } from '../graph/FlowGraph.tsx';
import type { Decorations } from '../graph/graph-state.ts';
import { titleOfStep } from '../graph/step-looks.ts';
import { diffFlows, type StepChange } from './flow-diff.ts';
import classes from './FlowChanges.module.css';
import { StepChangeView, wordOfChange } from './StepChangeView.tsx';

/** What differs between two versions of a flow: on the graph, step by step, and in what stands around the steps. */
export function FlowChanges({ workspace, path, before, after }: { workspace: string; path: string; before: number; after: number }): ReactNode {
  const first = useQuery(flowQuery(workspace, path, before));
  const second = useQuery(flowQuery(workspace, path, after));
  const error = first.error ?? second.error;
  if (error) return <ErrorNotice error={error} title="A version could not be read." />;
  if (!first.data || !second.data) return <SkeletonBlock height={420} />;
  return <Comparison key={`${before}-${after}`} before={first.data} after={second.data} />;
}

function Comparison({ before, after }: { before: Flow; after: Flow }): ReactNode {
  const { steps, merged } = useMemo(() => diffFlows(before.value, after.value), [before, after]);
  const titles = useMemo(() => new Map([...defineFlow(merged).steps.values()].map(({ module }) => [module.id, titleOfStep(module)])), [merged]);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = steps.filter(({ step }) => selected === null || step === selected);
  const [settingsBefore, settingsAfter] = [settingsOf(before), settingsOf(after)];
  return (
    <div className={classes.changes}>
      {steps.length === 0 ? (
        <p className={classes.quiet}>The steps are the same in both.</p>
      ) : (
        <>
          <div className={classes.graph}>
            <FlowGraph
              value={merged}
              label={`Changes from version ${before.version} to ${after.version}`}
              decorations={decorationsOf(steps, titles.keys())}
              selectedStep={selected}
              onSelect={setSelected}
            />
          </div>
          {shown.length === 0 && <p className={classes.quiet}>{titles.get(selected ?? '') ?? 'This'} is the same in both.</p>}
          <ul className={classes.list} aria-label="Changed steps">
            {shown.map((change) => (
              <li key={change.step}>
                <StepChangeView change={change} title={titles.get(change.step) ?? change.step} />
              </li>
            ))}
          </ul>
        </>
      )}
      {settingsBefore !== settingsAfter && (
        <CodeDiff before={settingsBefore} after={settingsAfter} language="json" label="Changes of inputs, texts and settings of the flow" maxHeight={360} />
      )}
    </div>
  );
}

/** Everything of a flow but its steps. */
function settingsOf({ summary, description, schema, tag, value }: Flow): string {
  const { modules: _modules, failure_module: _failure, preprocessor_module: _preprocessor, ...settings } = value;
  return JSON.stringify({ summary, description, ...(tag === null ? {} : { tag }), ...settings, schema }, null, 2);
}

/** What stayed steps back, so that the changes stand out. */
function decorationsOf(changes: readonly StepChange[], all: Iterable<string>): Decorations {
  const stayed = [...all].map((step) => [step, { tone: 'muted' }] as const);
  return Object.fromEntries([...stayed, ...changes.map((change) => [change.step, { tone: change.kind, badge: wordOfChange(change) }] as const)]);
}
