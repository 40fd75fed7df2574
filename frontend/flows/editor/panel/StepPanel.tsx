import { Tabs } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { useScope, type ValuesOfRun } from '../inputs/useScope.ts';
import { SettingsPanel } from '../settings/SettingsPanel.tsx';
import type { LiveCheck } from '../state/useFlowCheck.ts';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import { AgentToolsPart } from './agent-tools/AgentToolsPart.tsx';
import { BranchesPart } from './BranchesPart.tsx';
import { CodePart, CodeInputsPart } from './CodePart.tsx';
import { EventPart } from './EventPart.tsx';
import { LoopPart } from './LoopPart.tsx';
import classes from './Panel.module.css';
import { PanelHead } from './PanelHead.tsx';
import { RunnablePart } from './RunnablePart.tsx';
import { ProblemList } from './ProblemList.tsx';
import { StepContext, type StepContextValue } from './step-context.ts';

/** Props of {@link StepPanel}. */
export type StepPanelProps = { editor: FlowEditor; check: LiveCheck; values: ValuesOfRun; step: string; actions: ReactNode };

type Part = { id: string; label: string; content: ReactNode };

/** Everything about one step: what it runs, with what, and how. */
export function StepPanel({ editor, check, values, step, actions }: StepPanelProps): ReactNode {
  const located = useMemo(() => defineFlow(editor.document.value).steps.get(step), [editor.document.value, step]);
  const scope = useScope(editor.workspace, editor.document, step, check, values);
  const [chosen, setChosen] = useState<string | null>(null);
  const { run } = editor;
  const module = located?.module;
  const pointer = located ? `/value${located.pointer}` : '';
  const context = useMemo<StepContextValue | null>(
    () => (module ? { editor, step: module, pointer, scope, check, set: (field, value) => run({ do: 'set_step', step: module.id, field, value }) } : null),
    [editor, module, pointer, scope, check, run],
  );
  if (!context || !module) return null;
  const parts = partsOf(module);
  const shown = parts.some(({ id }) => id === chosen) ? chosen : (parts[0]?.id ?? null);
  return (
    <StepContext.Provider value={context}>
      <section className={classes.panel} aria-label={`Step ${step}`}>
        <PanelHead key={step} actions={actions} />
        <ProblemList problems={check.problems.filter((problem) => problem.step === step)} />
        <Tabs value={shown} onChange={setChosen} className={classes.tabs} keepMounted={false}>
          <Tabs.List aria-label={`Parts of ${step}`}>
            {parts.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {parts.map(({ id, content }) => (
            <Tabs.Panel key={id} value={id} className={classes.part} data-part={id}>
              {content}
            </Tabs.Panel>
          ))}
        </Tabs>
      </section>
    </StepContext.Provider>
  );
}

function partsOf({ id, value }: FlowModule): Part[] {
  const settings: Part = { id: 'settings', label: 'Settings', content: <SettingsPanel key={id} /> };
  switch (value.type) {
    case 'rawscript':
      return [{ id: 'code', label: 'Code', content: <CodePart key={id} /> }, { id: 'inputs', label: 'Inputs', content: <CodeInputsPart key={id} /> }, settings];
    case 'script':
    case 'flow':
      return [{ id: 'inputs', label: 'Inputs', content: <RunnablePart key={id} /> }, settings];
    case 'aiagent': {
      const tools: Part = { id: 'tools', label: 'Tools', content: <AgentToolsPart key={id} /> };
      return [{ id: 'inputs', label: 'Inputs', content: <RunnablePart key={id} /> }, ...(value.agent ? [] : [tools]), settings];
    }
    case 'forloopflow':
    case 'whileloopflow':
      return [{ id: 'loop', label: 'Loop', content: <LoopPart key={id} /> }, settings];
    case 'branchone':
    case 'branchall':
    case 'switch':
      return [{ id: 'branches', label: 'Branches', content: <BranchesPart key={id} /> }, settings];
    case 'wait_for_event':
      return [{ id: 'event', label: 'Event', content: <EventPart key={id} /> }, settings];
    default:
      return [settings];
  }
}
