import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Flow } from '../../../backend/flows/flows.contract.ts';
import { DeployedNotice, DraftFound, NewerVersion } from '../../runnables/editor/EditorNotices.tsx';
import { LeaveGuard } from '../../runnables/editor/LeaveGuard.tsx';
import type { EditorStart } from '../../runnables/editor/useDeployed.ts';
import { Page } from '../../ui/Page.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { DeployFlowDialog } from './DeployFlowDialog.tsx';
import { FlowEditorHeader } from './FlowEditorHeader.tsx';
import type { FlowDocument } from './document/flow-document.ts';
import { FlowTextDiff, Refusal } from './FlowEditorNotices.tsx';
import classes from './FlowEditorView.module.css';
import { GraphPane } from './GraphPane.tsx';
import { FlowPanel } from './panel/FlowPanel.tsx';
import { StepPanel } from './panel/StepPanel.tsx';
import { FlowOutput } from './run/FlowOutput.tsx';
import { TestForm } from './run/TestForm.tsx';
import { documentOf } from './state/flow-source.ts';
import { useFlowEditor } from './state/useFlowEditor.ts';
import { type EditorPane, useEditorPage } from './state/useEditorPage.ts';
import { StepActions } from './StepActions.tsx';
import { YamlView } from './text/YamlView.tsx';

/** Props of {@link FlowEditorView}. */
export type FlowEditorViewProps = { workspace: string; start: EditorStart<FlowDocument>; deployed: Flow | null; isDraftShown: boolean };

const roomForPanes = '(min-width: 900px)';
const panes: { value: EditorPane; label: string }[] = [
  { value: 'graph', label: 'Steps' },
  { value: 'panel', label: 'Details' },
  { value: 'output', label: 'Output' },
];

/** The graph at the left, what is selected at the right, and below them what the last test came to. */
export function FlowEditorView({ workspace, start, deployed, isDraftShown }: FlowEditorViewProps): ReactNode {
  const editor = useFlowEditor(workspace, start, deployed);
  const page = useEditorPage(editor);
  const navigate = useNavigate();
  const isWide = useMediaQuery(roomForPanes, true, { getInitialValueInEffect: false });
  const [isDeploying, setDeploying] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const [isDraftNoted, setDraftNoted] = useState(isDraftShown);
  const [deployedVersion, setDeployedVersion] = useState<number | null>(null);
  const { check, test, flowRun, isText, panel } = page;

  const main = isText ? (
    <YamlView editor={editor} />
  ) : (
    <GraphPane editor={editor} check={check} steps={flowRun.stepsById} onTest={page.startTest} onOpenPanel={page.openPanel} />
  );
  const testForm = (
    <TestForm
      key={page.formKey}
      schema={editor.document.schema}
      args={page.args}
      onArgs={page.setArgs}
      onTest={test.start}
      onIncomplete={page.showTestForm}
      startTest={page.formRef}
    />
  );
  // The form of the test stays where it is: what was typed in it and how to start it must not go with a selection.
  const side = (
    <div className={classes.side} ref={page.panelRef}>
      <div className={classes.pane} hidden={panel !== 'flow'}>
        <FlowPanel editor={editor} check={check} tab={page.tab} onTab={page.setTab} test={testForm} />
      </div>
      {panel === 'step' && editor.selected !== null && (
        <StepPanel
          key={editor.selected}
          editor={editor}
          check={check}
          values={page.values}
          step={editor.selected}
          actions={<StepActions editor={editor} step={editor.selected} onTest={page.startTest} onClose={() => editor.select(null)} />}
        />
      )}
    </div>
  );
  const output = test.jobId ? <FlowOutput editor={editor} jobId={test.jobId} steps={flowRun.stepsById} /> : null;
  const header = (
    <>
      <FlowEditorHeader editor={editor} page={page} onDeploy={() => setDeploying(true)} />
      <NewerVersion
        editor={editor}
        noun="flow"
        isOpen={isComparing}
        setOpen={setComparing}
        renderDifferences={(newer) => <FlowTextDiff before={documentOf(newer)} after={editor.document} label={`Differences from version ${newer.version}`} />}
      />
      {isDraftNoted && editor.newer === null && editor.isChanged && (
        <DraftFound
          editor={editor}
          onDismiss={() => setDraftNoted(false)}
          renderDifferences={() => <FlowTextDiff before={editor.base} after={editor.document} label="What the draft changes" />}
        />
      )}
      {deployedVersion !== null && (
        <DeployedNotice
          workspace={workspace}
          kind="flow"
          path={editor.path}
          version={deployedVersion}
          openWords="Open the flow"
          onDismiss={() => setDeployedVersion(null)}
        />
      )}
      <Refusal editor={editor} testError={test.error} />
    </>
  );
  const columns = (
    <Splitter
      name="flow-editor-columns"
      label="Resize graph and details"
      initial={66}
      minimum={30}
      maximum={82}
      first={<div className={classes.graph}>{main}</div>}
      second={side}
    />
  );
  return (
    <Page header={header} layout="fill" isFlush>
      <div className={classes.frame}>
        {isWide ? (
          <Splitter
            name="flow-editor-rows"
            direction="vertical"
            label="Resize flow and output"
            initial={66}
            minimum={20}
            maximum={88}
            first={columns}
            second={output}
            isSecondHidden={output === null}
          />
        ) : (
          <>
            <SegmentedControl
              className={classes.switch}
              aria-label="Part of the editor"
              value={page.pane}
              onChange={(next) => page.setPane(next as EditorPane)}
              data={output ? panes : panes.slice(0, 2)}
            />
            <div className={classes.pane} hidden={page.pane !== 'graph'}>
              {main}
            </div>
            <div className={classes.pane} hidden={page.pane !== 'panel'}>
              {side}
            </div>
            <div className={classes.pane} hidden={page.pane !== 'output'}>
              {output}
            </div>
          </>
        )}
      </div>
      <DeployFlowDialog
        isOpen={isDeploying}
        onClose={() => setDeploying(false)}
        editor={editor}
        check={check}
        onDeployed={(version) => {
          if (start.version === 0) void navigate({ to: '/w/$workspace/flows/$', params: { workspace, _splat: editor.path } });
          else setDeployedVersion(version);
        }}
      />
      <LeaveGuard draft={editor.draft} />
    </Page>
  );
}
