import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Script } from '../../../backend/scripts/scripts.contract.ts';
import { DeployedNotice, DraftFound, NewerVersion } from '../../runnables/editor/EditorNotices.tsx';
import { LeaveGuard } from '../../runnables/editor/LeaveGuard.tsx';
import type { EditorStart } from '../../runnables/editor/useDeployed.ts';
import { useJob } from '../../runs/useJob.ts';
import { CodeEditor, type CodeDiagnostic } from '../../ui/CodeEditor.tsx';
import { Page } from '../../ui/Page.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { DeployDialog } from './DeployDialog.tsx';
import { EditorHeader } from './EditorHeader.tsx';
import { DeployRefused, SourceDiff } from './EditorNotices.tsx';
import { NoOutput, OutputPane } from './OutputPane.tsx';
import { SidePanels } from './SidePanels.tsx';
import classes from './ScriptEditorView.module.css';
import type { ScriptSource } from './script-source.ts';
import { useScriptEditor } from './useScriptEditor.ts';
import { useSignature } from './useSignature.ts';
import { useTest } from './useTest.ts';
import { useTestArgs } from './useTestArgs.ts';

/** Props of {@link ScriptEditorView}. */
export type ScriptEditorViewProps = { workspace: string; start: EditorStart<ScriptSource>; deployed: Script | null; isDraftShown: boolean };

type Notice = { kind: 'draft' } | { kind: 'deployed'; version: number } | { kind: 'refused'; error: unknown; line: number } | null;
type Pane = 'code' | 'panel' | 'output';

const roomForPanes = '(min-width: 900px)';

/** The code at the left, its form and settings at the right, log and result below. */
export function ScriptEditorView({ workspace, start, deployed, isDraftShown }: ScriptEditorViewProps): ReactNode {
  const editor = useScriptEditor(workspace, start, deployed);
  const { source, path } = editor;
  const navigate = useNavigate();
  const [state, changeUrl] = useUrlState();
  const signature = useSignature(workspace, path, source.language, source.content);
  const test = useTest(workspace, path, source);
  const live = useJob(workspace, test.tested?.jobId ?? null);
  const [notice, setNotice] = useState<Notice>(isDraftShown ? { kind: 'draft' } : null);
  const [isDeploying, setDeploying] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const [pane, setPane] = useState<Pane>('code');
  const [goTo, setGoTo] = useState<{ line: number; column?: number } | null>(() => lineOf(state));
  const startTest = useRef<(() => void) | null>(null);
  const isWide = useMediaQuery(roomForPanes, true, { getInitialValueInEffect: false });
  const { args, argsVersion, setArgs } = useTestArgs(workspace, state['run']);
  const goToLine = useCallback((line: number, column?: number) => {
    setPane('code');
    setGoTo({ line, column });
  }, []);
  const runTest = (): void => {
    startTest.current?.();
  };
  const askToDeploy = (): void => setDeploying(true);
  useShortcut('mod+enter', 'Test the code', runTest);
  useShortcut('mod+s', 'Deploy', askToDeploy);
  const keys = [
    { key: 'Mod-Enter', run: () => (runTest(), true) },
    { key: 'Mod-s', run: () => (askToDeploy(), true) },
  ];
  const failure = live.job?.status === 'failed' && test.tested?.content === source.content ? live.job.error : null;
  const diagnostics = useMemo<CodeDiagnostic[]>(
    () => [
      ...signature.diagnostics,
      ...editor.deployDiagnostics,
      ...(failure?.line === undefined ? [] : [{ line: failure.line, column: failure.column, message: failure.message }]),
    ],
    [signature.diagnostics, editor.deployDiagnostics, failure],
  );
  useEffect(() => {
    if (test.tested) setPane('output');
  }, [test.tested]);

  const code = (
    <div className={classes.code}>
      <CodeEditor
        value={source.content}
        onChange={(content) => editor.change({ content })}
        language={source.language}
        label={`Code of ${path}`}
        diagnostics={diagnostics}
        keys={keys}
        goTo={goTo}
        height="fill"
        isFlush
        hasAutoFocus
      />
    </div>
  );
  const panel = (
    <SidePanels
      workspace={workspace}
      editor={editor}
      signature={signature}
      args={args}
      argsVersion={argsVersion}
      onArgs={setArgs}
      onTest={test.start}
      startTest={startTest}
      onIncomplete={() => {
        changeUrl({ panel: undefined });
        setPane('panel');
      }}
    />
  );
  const output = test.tested ? <OutputPane key={test.tested.jobId} workspace={workspace} tested={test.tested} live={live} onGoTo={goToLine} /> : <NoOutput />;
  const header = (
    <>
      <EditorHeader
        workspace={workspace}
        editor={editor}
        hasMain={signature.readable?.has_main ?? true}
        isStarting={test.isStarting}
        onTest={runTest}
        onDeploy={askToDeploy}
      />
      <NewerVersion
        editor={editor}
        noun="code"
        isOpen={isComparing}
        setOpen={setComparing}
        renderDifferences={(newer) => (
          <SourceDiff before={newer} after={source} label={`Differences from version ${newer.version}`} same="The code is the same." />
        )}
      />
      {notice?.kind === 'draft' && editor.newer === null && editor.isChanged && (
        <DraftFound
          editor={editor}
          onDismiss={() => setNotice(null)}
          renderDifferences={() => (
            <SourceDiff before={editor.base} after={source} label="What the draft changes" same="The code is the same; the settings differ." />
          )}
        />
      )}
      {notice?.kind === 'deployed' && (
        <DeployedNotice workspace={workspace} kind="script" path={path} version={notice.version} openWords="Open its form" onDismiss={() => setNotice(null)} />
      )}
      {notice?.kind === 'refused' && (
        <DeployRefused error={notice.error} line={notice.line} onGoTo={() => goToLine(notice.line)} onDismiss={() => setNotice(null)} />
      )}
    </>
  );
  return (
    <Page header={header} layout="fill" isFlush>
      <div className={classes.frame}>
        {isWide ? (
          <Splitter
            name="editor-rows"
            direction="vertical"
            label="Resize code and output"
            initial={70}
            minimum={20}
            maximum={90}
            first={<Splitter name="editor-columns" label="Resize code and form" initial={62} minimum={25} maximum={80} first={code} second={panel} />}
            second={output}
          />
        ) : (
          <>
            <SegmentedControl
              className={classes.switch}
              aria-label="Part of the editor"
              value={pane}
              onChange={(next) => setPane(next as Pane)}
              data={[
                { value: 'code', label: 'Code' },
                { value: 'panel', label: 'Form' },
                { value: 'output', label: 'Output' },
              ]}
            />
            <div className={classes.pane} hidden={pane !== 'code'}>
              {code}
            </div>
            <div className={classes.pane} hidden={pane !== 'panel'}>
              {panel}
            </div>
            <div className={classes.pane} hidden={pane !== 'output'}>
              {output}
            </div>
          </>
        )}
      </div>
      <DeployDialog
        isOpen={isDeploying}
        onClose={() => setDeploying(false)}
        editor={editor}
        onDeployed={(version) => {
          if (start.version === 0) void navigate({ to: '/w/$workspace/scripts/$', params: { workspace, _splat: path } });
          else setNotice({ kind: 'deployed', version });
        }}
        onConflict={() => setComparing(true)}
        onRefusedAtLine={(error, line) => {
          setNotice({ kind: 'refused', error, line });
          goToLine(line);
        }}
      />
      <LeaveGuard draft={editor.draft} />
    </Page>
  );
}

/** A link from an error names the line. */
function lineOf(state: Readonly<Record<string, string | undefined>>): { line: number; column?: number } | null {
  const line = Number(state['line']);
  const column = Number(state['column']);
  return line > 0 ? { line, ...(column > 0 ? { column } : {}) } : null;
}
