import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { SchemaBuilder } from '../schema/SchemaBuilder.tsx';
import type { LiveCheck } from '../state/useFlowCheck.ts';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import { FlowSettings } from './FlowSettings.tsx';
import classes from './Panel.module.css';
import { ProblemList } from './ProblemList.tsx';

/** The parts of the panel of the flow itself. */
export type FlowTab = 'input' | 'test' | 'settings';

/** Props of {@link FlowPanel}. */
export type FlowPanelProps = { editor: FlowEditor; check: LiveCheck; tab: FlowTab; onTab: (tab: FlowTab) => void; test: ReactNode };

/** What concerns the flow and none of its steps: its input, a test of it, its settings. */
export function FlowPanel({ editor, check, tab, onTab, test }: FlowPanelProps): ReactNode {
  const { document, run } = editor;
  return (
    <section className={classes.panel} aria-label="Flow">
      <Tabs value={tab} onChange={(next) => next !== null && onTab(next as FlowTab)} className={classes.tabs}>
        <Tabs.List aria-label="Parts of the flow">
          <Tabs.Tab value="input">Input</Tabs.Tab>
          <Tabs.Tab value="test">Test</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="input" className={classes.part}>
          <SchemaBuilder
            label="Input of the flow"
            emptyWords="The flow takes no input. Fields become its form; steps read them as flow_input.<name>."
            schema={document.schema}
            onChange={(schema) => run({ do: 'set_flow', field: ['schema'], value: schema })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="test" className={classes.part} keepMounted>
          {test}
        </Tabs.Panel>
        <Tabs.Panel value="settings" className={classes.part}>
          {tab === 'settings' && (
            <>
              <ProblemList problems={check.problems.filter(({ step }) => step === null)} />
              <FlowSettings editor={editor} />
            </>
          )}
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
