import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import { visibleSteps } from '../../../../backend/flows/core/scope.ts';
import type { FlowValue } from '../../../../backend/flows/flow.contract.ts';
import { jobQuery } from '../../../runs/runs.api.ts';
import { useUrlState } from '../../../ui/useUrlState.ts';
import { endKey, startKey } from '../../graph/layout.ts';
import { stepResultQuery } from '../../run/flow-runs.api.ts';
import { type LiveFlowRun, useFlowRun } from '../../run/useFlowRun.ts';
import { lastRunQuery } from '../editor.api.ts';
import type { ValuesOfRun } from '../inputs/useScope.ts';
import type { FlowTab } from '../panel/FlowPanel.tsx';
import type { StartTest } from '../run/TestForm.tsx';
import { type TestRun, useTestRun } from '../run/useTestRun.ts';
import { type LiveCheck, useFlowCheck } from './useFlowCheck.ts';
import type { FlowEditor } from './useFlowEditor.ts';

/** Part of the editor that narrow windows show alone. */
export type EditorPane = 'graph' | 'panel' | 'output';

/** What the parts of the editor share besides the flow: check, test, and what is shown where. */
export type EditorPage = {
  check: LiveCheck;
  test: TestRun;
  flowRun: LiveFlowRun;
  /** Where last known values come from: the last test, or the last run of the deployed flow. */
  values: ValuesOfRun;
  isText: boolean;
  setText: (isText: boolean) => void;
  panel: 'flow' | 'step';
  tab: FlowTab;
  setTab: (tab: FlowTab) => void;
  pane: EditorPane;
  setPane: (pane: EditorPane) => void;
  args: JsonObject;
  setArgs: (args: JsonObject) => void;
  /** Changes when the form has to begin anew with `args`. */
  formKey: string;
  formRef: RefObject<StartTest | null>;
  startTest: StartTest;
  showTestForm: () => void;
  panelRef: RefObject<HTMLDivElement | null>;
  /** Goes to the first field of what is selected. */
  openPanel: () => void;
};

/** The state of the page around the flow. */
export function useEditorPage(editor: FlowEditor): EditorPage {
  const { workspace, path, document, selected, select, version } = editor;
  const [url, changeUrl] = useUrlState();
  const [tab, setTab] = useState<FlowTab>('input');
  const [pane, setPane] = useState<EditorPane>('graph');
  const [args, setArgs] = useState<JsonObject>({});
  const panelRef = useRef<HTMLDivElement>(null);
  const formRef = useRef<StartTest | null>(null);
  const check = useFlowCheck(workspace, path, document);
  const test = useTestRun(workspace, path, document);
  const flowRun = useFlowRun(test.jobId);
  const { data: lastRun } = useQuery({ ...lastRunQuery(workspace, path), enabled: version > 0 && test.jobId === null });
  const earlier = useFlowRun(test.jobId === null ? (lastRun?.id ?? null) : null);
  const given = useGivenArgs(workspace, url['run'], setArgs);
  useSelectionOfAddress(url['step'], select);
  useEffect(() => {
    if (selected === startKey) setTab('input');
    if (selected === endKey) setTab('settings');
  }, [selected]);
  useEffect(() => {
    if (test.jobId !== null) setPane('output');
  }, [test.jobId]);

  const showTestForm = useCallback(() => {
    select(null);
    setTab('test');
    setPane('panel');
  }, [select]);
  const openPanel = useCallback(() => {
    setPane('panel');
    focusField(panelRef);
  }, []);
  const source = test.jobId === null ? earlier : flowRun;
  const values = useMemo<ValuesOfRun>(
    () => ({ jobId: test.jobId ?? lastRun?.id ?? null, stepsById: source.stepsById }),
    [test.jobId, lastRun, source.stepsById],
  );
  const client = useQueryClient();
  const startTest = useCallback<StartTest>(
    (scope) => {
      const only = scope?.only;
      if (only === undefined) return formRef.current?.(scope);
      // What the step reads is taken from the last run: the steps before it do not run.
      void resultsBefore(client, workspace, document.value, only, values).then((results) => formRef.current?.({ only, results }));
    },
    [client, workspace, document.value, values],
  );
  const isStep = selected !== null && selected !== startKey && selected !== endKey && defineFlow(document.value).steps.has(selected);
  return {
    check,
    test,
    flowRun,
    values,
    isText: url['view'] === 'yaml',
    setText: (isText) => changeUrl({ view: isText ? 'yaml' : undefined }),
    panel: isStep ? 'step' : 'flow',
    tab,
    setTab,
    pane,
    setPane,
    args,
    setArgs,
    // The form is made anew when the fields change: its first values come from them.
    formKey: `${given} ${JSON.stringify(document.schema)}`,
    formRef,
    startTest,
    showTestForm,
    panelRef,
    openPanel,
  };
}

async function resultsBefore(
  client: QueryClient,
  workspace: string,
  value: FlowValue,
  step: string,
  { jobId, stepsById }: ValuesOfRun,
): Promise<Record<string, unknown>> {
  const definition = defineFlow(value);
  const located = definition.steps.get(step);
  if (!located || jobId === null) return {};
  const known = visibleSteps(definition, located)
    .flatMap(({ id }) => stepsById.get(id) ?? [])
    .filter((state) => state.has_result && state.step !== step);
  const answers = await Promise.all(known.map((state) => client.fetchQuery(stepResultQuery(workspace, jobId, state, state.ended_at)).catch(() => undefined)));
  return Object.fromEntries(known.flatMap((state, index) => (answers[index] === undefined ? [] : [[state.step, answers[index]]])));
}

const parts = '[role="tabpanel"]:not([hidden]):not([hidden] *)';

/** Focuses the first field of what is shown; an editor of code may still be on its way. Where there is none, the first button. */
function focusField(panel: RefObject<HTMLElement | null>, tries = 60): void {
  requestAnimationFrame(() => {
    const part = panel.current?.querySelector(parts);
    const field = part?.querySelector<HTMLElement>('.cm-content, input:not([type="radio"]), textarea');
    if (field) field.focus();
    else if (tries > 0) focusField(panel, tries - 1);
    else part?.querySelector<HTMLElement>('button, input')?.focus();
  });
}

/** A link from a run (`?run=`) brings the arguments of that run. */
function useGivenArgs(workspace: string, jobId: string | undefined, setArgs: (args: JsonObject) => void): string {
  const { data } = useQuery({ ...jobQuery(workspace, jobId ?? ''), enabled: jobId !== undefined, staleTime: Infinity });
  const [taken, setTaken] = useState('');
  useEffect(() => {
    if (!data || taken === data.id) return;
    setArgs((data.args ?? {}) as JsonObject);
    setTaken(data.id);
  }, [data, taken, setArgs]);
  return taken;
}

/** A link to a step (`?step=`) opens with it selected. */
function useSelectionOfAddress(step: string | undefined, select: (step: string) => void): void {
  const first = useRef(step);
  useEffect(() => {
    if (first.current !== undefined) select(first.current);
  }, [select]);
}
