import { Tabs } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonForm } from '../../ui/Skeletons.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { HistoryPanel } from './HistoryPanel.tsx';
import { RunPanel } from './RunPanel.tsx';
import { SchemaPanel } from './SchemaPanel.tsx';
import { SettingsPanel } from './SettingsPanel.tsx';
import classes from './SidePanels.module.css';
import type { ScriptEditor } from './useScriptEditor.ts';
import type { LiveSignature } from './useSignature.ts';

/** Props of {@link SidePanels}. */
export type SidePanelsProps = {
  workspace: string;
  editor: ScriptEditor;
  signature: LiveSignature;
  args: JsonObject;
  /** Changes when arguments came from elsewhere and the form has to begin with them. */
  argsVersion: string;
  onArgs: (args: JsonObject) => void;
  onTest: (args: JsonObject) => Promise<void>;
  startTest: RefObject<(() => void) | null>;
  onIncomplete: () => void;
};

const panels = [
  { id: 'run', label: 'Run' },
  { id: 'schema', label: 'Schema' },
  { id: 'history', label: 'History' },
  { id: 'settings', label: 'Settings' },
] as const;

/** Run, schema, history and settings beside the code. The form stays alive behind the others: a test can be started from anywhere. */
export function SidePanels({ workspace, editor, signature, args, argsVersion, onArgs, onTest, startTest, onIncomplete }: SidePanelsProps): ReactNode {
  const [state, change] = useUrlState();
  const shown = panels.filter(({ id }) => id !== 'history' || editor.version > 0);
  const open = shown.find(({ id }) => id === state['panel'])?.id ?? 'run';
  const { readable } = signature;
  return (
    <div className={classes.side}>
      <Tabs value={open} onChange={(next) => change({ panel: next === 'run' ? undefined : (next ?? undefined) })} keepMounted={false}>
        <Tabs.List aria-label="Beside the code" className={classes.tabs}>
          {shown.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id} aria-controls="">
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.body}>
        <div hidden={open !== 'run'}>
          {signature.error !== null && <ErrorNotice error={signature.error} title="The code could not be read." />}
          {readable ? (
            <RunPanel
              key={`${argsVersion} ${JSON.stringify(readable.schema)}`}
              schema={readable.schema}
              hasMain={readable.has_main}
              args={args}
              onArgs={onArgs}
              onTest={onTest}
              startTest={startTest}
              onIncomplete={onIncomplete}
            />
          ) : (
            signature.error === null && <SkeletonForm />
          )}
        </div>
        {open === 'schema' && <SchemaPanel signature={readable} />}
        {open === 'history' && <HistoryPanel workspace={workspace} path={editor.path} source={editor.source} onTake={editor.change} />}
        {open === 'settings' && <SettingsPanel source={editor.source} onChange={editor.change} />}
      </div>
    </div>
  );
}
