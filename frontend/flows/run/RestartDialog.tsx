import { Button, Modal, SegmentedControl } from '@mantine/core';
import { IconPencil, IconRotateClockwise2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { Json } from '../../../backend/common/json.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { runsKey } from '../../runs/runs.api.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { restartFlow, stepResultQuery } from './flow-runs.api.ts';
import { wordsOfFrame } from './frame-trail.ts';
import { stepsBefore } from './restart-points.ts';
import classes from './RestartDialog.module.css';
import type { RunView } from './useRunView.ts';

/** Props of {@link RestartDialog}. */
export type RestartDialogProps = { workspace: string; job: Job; view: RunView; state: FlowRunStep; onClose: () => void };

type Edits = Readonly<Record<string, string>>;

const parse = (text: string): { value: Json } | null => {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
};

/** Runs a flow again from a step: on which version, and with which results of the steps before it. */
export function RestartDialog({ workspace, job, view, state, onClose }: RestartDialogProps): ReactNode {
  const navigate = useNavigate();
  const client = useQueryClient();
  const versionId = useId();
  const { run } = view.live;
  const [version, setVersion] = useState<'same' | 'newest'>('same');
  const [edits, setEdits] = useState<Edits>({});
  const before = useMemo(() => {
    const definition = run && defineFlow(run.value);
    return definition ? stepsBefore((step) => definition.steps.get(step)?.sequence.modules ?? [], view.steps, state) : [];
  }, [run, view.steps, state]);
  const broken = Object.keys(edits).filter((step) => parse(edits[step] ?? '') === null);
  const restart = useMutation({
    mutationFn: () =>
      restartFlow(workspace, job.id, {
        frame: state.frame,
        step: state.step,
        version,
        results: Object.fromEntries(Object.entries(edits).map(([step, text]) => [step, parse(text)?.value ?? null])),
      }),
    onSuccess: (id) => {
      void client.invalidateQueries({ queryKey: runsKey(workspace) });
      onClose();
      void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: id } });
    },
  });
  const place = wordsOfFrame(state.frame);
  return (
    <Modal opened onClose={onClose} title={`Restart from ${state.step}`} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (broken.length === 0) restart.mutate();
        }}
      >
        <p className={classes.words}>
          A new run begins at <code>{state.step}</code>
          {place !== '' && ` in ${place}`}, as you. What came before it is kept and does not run again.
        </p>
        {job.kind === 'flow' && (
          <div className={classes.field}>
            <span id={versionId} className={classes.label}>
              Version
            </span>
            <SegmentedControl
              aria-labelledby={versionId}
              value={version}
              onChange={(value) => setVersion(value === 'newest' ? 'newest' : 'same')}
              data={[
                { value: 'same', label: run?.version ? `The same, ${run.version}` : 'The same' },
                { value: 'newest', label: 'The newest' },
              ]}
            />
          </div>
        )}
        {before.length > 0 && <KeptResults workspace={workspace} job={job} steps={before} edits={edits} onChange={setEdits} />}
        {restart.error && <ErrorNotice error={restart.error} title="The run could not be restarted." />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" leftSection={<IconRotateClockwise2 />} loading={restart.isPending} disabled={broken.length > 0}>
            Restart run
          </Button>
        </div>
      </form>
    </Modal>
  );
}

type KeptResultsProps = { workspace: string; job: Job; steps: readonly FlowRunStep[]; edits: Edits; onChange: (edits: Edits) => void };

function KeptResults({ workspace, job, steps, edits, onChange }: KeptResultsProps): ReactNode {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const open = async (state: FlowRunStep): Promise<void> => {
    try {
      setError(null);
      const value = await client.fetchQuery(stepResultQuery(workspace, job.id, state, state.ended_at));
      onChange({ ...edits, [state.step]: JSON.stringify(value, null, 2) });
    } catch (failure) {
      setError(failure);
    }
  };
  const close = (step: string): void => onChange(Object.fromEntries(Object.entries(edits).filter(([id]) => id !== step)));
  return (
    <section className={classes.field} aria-label="Results that are kept">
      <span className={classes.label}>Results that are kept</span>
      <ul className={classes.list}>
        {steps.map((state) => (
          <li key={state.step} className={classes.item}>
            <div className={classes.line}>
              <code>{state.step}</code>
              <span className={classes.help}>{edits[state.step] === undefined ? 'as it was' : 'changed for the new run'}</span>
              {edits[state.step] === undefined ? (
                <Button
                  size="xs"
                  variant="subtle"
                  leftSection={<IconPencil />}
                  onClick={() => void open(state)}
                  aria-label={`Change the result of ${state.step}`}
                >
                  Change
                </Button>
              ) : (
                <Button size="xs" variant="subtle" onClick={() => close(state.step)} aria-label={`Keep as it was: ${state.step}`}>
                  Keep as it was
                </Button>
              )}
            </div>
            {edits[state.step] !== undefined && (
              <>
                <CodeEditor
                  value={edits[state.step] ?? ''}
                  onChange={(text) => onChange({ ...edits, [state.step]: text })}
                  language="json"
                  label={`Result of ${state.step}`}
                  height="content"
                  minHeight={80}
                  maxHeight={260}
                />
                {parse(edits[state.step] ?? '') === null && (
                  <p className={classes.problem} role="alert">
                    This is not JSON. Texts stand in double quotes.
                  </p>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} title="The result could not be read." />}
    </section>
  );
}
