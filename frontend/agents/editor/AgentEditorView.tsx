import { SegmentedControl, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Agent, AgentProblem } from '../../../backend/agents/agents.contract.ts';
import { DeployedNotice, DraftFound, NewerVersion } from '../../runnables/editor/EditorNotices.tsx';
import type { EditorStart } from '../../runnables/editor/useDeployed.ts';
import { LeaveGuard } from '../../runnables/editor/LeaveGuard.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Page } from '../../ui/Page.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { AgentTextDiff } from '../AgentVersions.tsx';
import { type AgentDocument, documentOf } from './agent-document.ts';
import { AgentFormProvider, agentForm, problemsBelow } from './agent-form.ts';
import classes from './AgentEditor.module.css';
import { AgentEditorHeader } from './AgentEditorHeader.tsx';
import { DeployAgentDialog } from './DeployAgentDialog.tsx';
import { formParts, partOf } from './form-parts.ts';
import { TestChat } from './TestChat.tsx';
import { useAgentCheck } from './useAgentCheck.ts';
import { useAgentEditor } from './useAgentEditor.ts';
import { useCaseOfThread } from './useCaseOfThread.ts';

/** Props of {@link AgentEditorView}. */
export type AgentEditorViewProps = { workspace: string; start: EditorStart<AgentDocument>; deployed: Agent | null; isDraftShown: boolean };

const roomForPanes = '(min-width: 1000px)';

/** The parts of an agent at the left, and a conversation to try it at the right. */
export function AgentEditorView({ workspace, start, deployed, isDraftShown }: AgentEditorViewProps): ReactNode {
  const editor = useAgentEditor(workspace, start, deployed);
  const check = useAgentCheck(workspace, editor.path, editor.document);
  const form = useMemo(() => agentForm(editor, check), [editor, check]);
  const navigate = useNavigate();
  const [url, changeUrl] = useUrlState();
  const isWide = useMediaQuery(roomForPanes, true, { getInitialValueInEffect: false });
  const [pane, setPane] = useState<'form' | 'test'>('form');
  const [isDeploying, setDeploying] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const [isDraftNoted, setDraftNoted] = useState(isDraftShown);
  const [deployedVersion, setDeployedVersion] = useState<number | null>(null);
  useCaseOfThread(editor, url['thread'], url['answer']);
  const open = formParts.find(({ id }) => id === url['part']) ?? formParts[0];
  const goTo = (problem: AgentProblem): void => {
    setPane('form');
    changeUrl({ part: partOf(problem.pointer) });
  };
  const differences = (before: AgentDocument, after: AgentDocument, label: string): ReactNode => <AgentTextDiff before={before} after={after} label={label} />;
  const header = (
    <>
      <AgentEditorHeader editor={editor} check={check} onDeploy={() => setDeploying(true)} onProblem={goTo} />
      <NewerVersion
        editor={editor}
        noun="agent"
        isOpen={isComparing}
        setOpen={setComparing}
        renderDifferences={(newer) => differences(documentOf(newer), editor.document, `Differences from version ${newer.version}`)}
      />
      {isDraftNoted && editor.newer === null && editor.isChanged && (
        <DraftFound
          editor={editor}
          onDismiss={() => setDraftNoted(false)}
          renderDifferences={() => differences(editor.base, editor.document, 'What the draft changes')}
        />
      )}
      {deployedVersion !== null && (
        <DeployedNotice
          workspace={workspace}
          kind="agent"
          path={editor.path}
          version={deployedVersion}
          openWords="Open the agent"
          onDismiss={() => setDeployedVersion(null)}
        />
      )}
      {check.error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={check.error} title="The agent could not be checked." />
        </div>
      )}
    </>
  );
  const Part = open.Part;
  const left = (
    <div className={classes.form} hidden={!isWide && pane !== 'form'}>
      <Tabs value={open.id} onChange={(next) => changeUrl({ part: next === formParts[0].id ? undefined : (next ?? undefined) })} className={classes.tabs}>
        <Tabs.List aria-label="Parts of the agent">
          {formParts.map(({ id, label, pointers }) => (
            <Tabs.Tab key={id} value={id} aria-controls="agent-part">
              {label}
              <ErrorCount count={problemsBelow(check.problems, pointers).filter(({ severity }) => severity === 'error').length} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.body} id="agent-part" role="tabpanel" aria-label={open.label} tabIndex={-1}>
        <Part />
      </div>
    </div>
  );
  const right = (
    <div className={classes.test} hidden={!isWide && pane !== 'test'}>
      <TestChat />
    </div>
  );
  return (
    <AgentFormProvider value={form}>
      <Page header={header} layout="fill" isFlush>
        <div className={classes.frame}>
          {isWide ? (
            <Splitter name="agent-editor" label="Resize agent and test" initial={58} minimum={35} maximum={78} first={left} second={right} />
          ) : (
            <>
              <SegmentedControl
                className={classes.switch}
                aria-label="Part of the editor"
                value={pane}
                onChange={(next) => setPane(next as 'form' | 'test')}
                data={[
                  { value: 'form', label: 'Agent' },
                  { value: 'test', label: 'Try it' },
                ]}
              />
              {left}
              {right}
            </>
          )}
        </div>
        <DeployAgentDialog
          isOpen={isDeploying}
          onClose={() => setDeploying(false)}
          onProblem={goTo}
          onDeployed={(version) => {
            if (start.version === 0) void navigate({ to: '/w/$workspace/agents/$', params: { workspace, _splat: editor.path } });
            else setDeployedVersion(version);
          }}
        />
        <LeaveGuard draft={editor.draft} />
      </Page>
    </AgentFormProvider>
  );
}

function ErrorCount({ count }: { count: number }): ReactNode {
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      {count}
      <span className="visually-hidden"> {count === 1 ? 'problem' : 'problems'}</span>
    </span>
  );
}
