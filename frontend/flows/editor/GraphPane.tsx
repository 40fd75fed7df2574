import { ActionIcon, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import { languagesQuery } from '../../scripts/scripts.api.ts';
import { ActionItems } from '../../ui/ActionMenu.tsx';
import { formatPlural } from '../../ui/format.ts';
import { FlowGraph } from '../graph/FlowGraph.tsx';
import type { Decorations } from '../graph/graph-state.ts';
import type { Place } from '../graph/layout-types.ts';
import { decorationsOf } from '../run/run-steps.ts';
import { idsOf } from './document/step-ids.ts';
import { runnablesQuery } from './editor.api.ts';
import classes from './GraphPane.module.css';
import { InsertMenu, type ScreenPoint } from './insert/InsertMenu.tsx';
import type { Insertable } from './insert/new-steps.ts';
import { overWhatIsThere } from './insert/over-what-is-there.ts';
import type { StartTest } from './run/TestForm.tsx';
import type { LiveCheck } from './state/useFlowCheck.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';
import { useClipboard } from './state/useClipboard.ts';
import { useGraphKeys } from './state/useGraphKeys.ts';
import { stepActions } from './step-actions.tsx';

/** Props of {@link GraphPane}. */
export type GraphPaneProps = { editor: FlowEditor; check: LiveCheck; steps: ReadonlyMap<string, FlowRunStep>; onTest: StartTest; onOpenPanel: () => void };

type Inserting = { place: Place; at: ScreenPoint };

/** The graph, with everything that can be done to it: insert, move, copy, delete, run. */
export function GraphPane({ editor, check, steps, onTest, onOpenPanel }: GraphPaneProps): ReactNode {
  const { document, selected, select, run } = editor;
  // Typing in a field goes first; the picture follows.
  const value = useDeferredValue(document.value);
  const frame = useRef<HTMLDivElement>(null);
  const [inserting, setInserting] = useState<Inserting | null>(null);
  const [menu, setMenu] = useState<{ step: string; at: ScreenPoint } | null>(null);
  const decorations = useDecorations(check, steps);
  // What the insert menu shows first is there before it opens: the first key counts.
  useQuery(languagesQuery(editor.workspace));
  useQuery(runnablesQuery(editor.workspace, ''));
  const copying = useClipboard(editor, frame);
  const keys = useGraphKeys({ editor, frame, onInsert: setInserting });
  const insert = ({ make }: Insertable): void => {
    if (!inserting) return;
    run({ do: 'insert_steps', at: inserting.place, steps: overWhatIsThere(make(idsOf(document.value)), document, inserting.place, check.outputs) });
    setInserting(null);
    keys.focusSelected();
  };
  const renderEdgeAction = useCallback((place: Place) => <InsertButton place={place} onInsert={setInserting} />, []);
  const onMove = useCallback((step: string, to: Place) => run({ do: 'move_step', step, to }), [run]);
  const onMenu = useCallback((step: { id: string }, at: ScreenPoint) => setMenu({ step: step.id, at }), []);
  const fields = Object.keys((document.schema['properties'] ?? {}) as object).length;
  const isEmpty = document.value.modules.length === 0;
  return (
    <div ref={frame} className={classes.pane}>
      <FlowGraph
        value={value}
        label={`Steps of ${editor.path}`}
        decorations={decorations}
        selectedStep={selected}
        onSelect={select}
        onActivate={onOpenPanel}
        onMenu={onMenu}
        renderEdgeAction={renderEdgeAction}
        onMove={onMove}
        startCaption={fields === 0 ? undefined : formatPlural(fields, 'field')}
      />
      {isEmpty && (
        <p className={classes.hint}>
          Press <IconPlus aria-label="plus" /> on the line to add the first step.
        </p>
      )}
      {inserting && <InsertMenu workspace={editor.workspace} at={inserting.at} label="Step to insert" onPick={insert} onClose={() => setInserting(null)} />}
      {menu && (
        <Menu opened onClose={() => setMenu(null)} position="bottom-start" width={260} returnFocus>
          <Menu.Target>
            <div className={classes.anchor} style={{ left: menu.at.x, top: menu.at.y }} />
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems
              actions={stepActions({ editor, step: menu.step, onTest, onInsert: setInserting, copy: copying.copy, paste: copying.paste, at: menu.at })}
            />
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

function InsertButton({ place, onInsert }: { place: Place; onInsert: (inserting: Inserting) => void }): ReactNode {
  const open = (event: MouseEvent<HTMLButtonElement>): void => {
    event.stopPropagation();
    const { left, right, bottom } = event.currentTarget.getBoundingClientRect();
    onInsert({ place, at: { x: (left + right) / 2, y: bottom } });
  };
  return (
    <ActionIcon className={classes.insert} size={22} radius="xl" aria-label="Insert a step here" data-place={`${place.sequence}@${place.index}`} onClick={open}>
      <IconPlus aria-hidden />
    </ActionIcon>
  );
}

/** States of the last test, and what the check has to say. */
function useDecorations({ problems }: LiveCheck, steps: ReadonlyMap<string, FlowRunStep>): Decorations {
  const fromRun = useMemo(() => decorationsOf(steps), [steps]);
  return useMemo(() => {
    const found: Record<string, Decorations[string]> = { ...fromRun };
    const byStep = Map.groupBy(
      problems.filter(({ step }) => step !== null),
      ({ step }) => step ?? '',
    );
    for (const [step, list] of byStep) {
      const errors = list.filter(({ severity }) => severity === 'error').length;
      const badge = errors > 0 ? formatPlural(errors, 'problem') : formatPlural(list.length, 'warning');
      found[step] = { ...found[step], badge, ...(errors > 0 && !found[step]?.status ? { tone: 'problem' as const } : {}) };
    }
    return found;
  }, [fromRun, problems]);
}
