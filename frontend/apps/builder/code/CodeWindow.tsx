import { Modal } from '@mantine/core';
import { useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { inlineCodePath, type InlineAction } from '../../../../backend/apps/core/inline-code.ts';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { useJob } from '../../../runs/useJob.ts';
import { NoOutput, OutputPane } from '../../../scripts/editor/OutputPane.tsx';
import { RunPanel } from '../../../scripts/editor/RunPanel.tsx';
import type { LiveSignature } from '../../../scripts/editor/useSignature.ts';
import { useTest } from '../../../scripts/editor/useTest.ts';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { Splitter } from '../../../ui/Splitter.tsx';
import { useEditor } from '../editor-context.ts';
import classes from './ActionCode.module.css';
import { settingsOf } from './run-of-action.ts';

type Props = { action: InlineAction; signature: LiveSignature; onWrite: (content: string) => void; onClose: () => void };

/** Room for the code of an action: the code, arguments to try it with, log and result. What is tried runs as who edits, and is no run of the app. */
export function CodeWindow({ action: { id, run }, signature, onWrite, onClose }: Props): ReactNode {
  const { workspace, path } = useEditor((editor) => editor);
  const test = useTest(workspace, inlineCodePath(path, id), { language: run.language, content: run.content, settings: settingsOf(run) });
  const live = useJob(workspace, test.tested?.jobId ?? null);
  const [args, setArgs] = useState<JsonObject>({});
  const [goTo, setGoTo] = useState<{ line: number; column?: number } | null>(null);
  const startTest = useRef<(() => void) | null>(null);
  const goToLine = useCallback((line: number, column?: number) => setGoTo({ line, ...(column === undefined ? {} : { column }) }), []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    event.stopPropagation();
    startTest.current?.();
  };
  const schema = signature.readable?.schema ?? {};
  return (
    <Modal opened onClose={onClose} title={`Code of ${id}`} size="min(1400px, 96vw)" classNames={{ body: classes.window ?? '' }}>
      <div className={classes.room} onKeyDownCapture={onKey}>
        <Splitter
          name="action-code"
          label="Resize code and test"
          initial={64}
          minimum={30}
          maximum={80}
          first={
            <CodeEditor
              value={run.content}
              onChange={onWrite}
              language={run.language}
              label={`Code of ${id}`}
              diagnostics={signature.diagnostics}
              goTo={goTo}
              height="fill"
              hasAutoFocus
            />
          }
          second={
            <div className={classes.side}>
              <RunPanel
                key={JSON.stringify(schema)}
                schema={schema}
                hasMain={signature.readable?.has_main ?? true}
                args={args}
                onArgs={setArgs}
                onTest={test.start}
                onIncomplete={() => undefined}
                startTest={startTest}
              />
            </div>
          }
        />
      </div>
      <div className={classes.output}>
        {test.tested ? <OutputPane key={test.tested.jobId} workspace={workspace} tested={test.tested} live={live} onGoTo={goToLine} /> : <NoOutput />}
      </div>
    </Modal>
  );
}
