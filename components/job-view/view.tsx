import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ComponentProps, JobPartProps } from '../view.ts';
import type { jobView } from './definition.ts';
import classes from './job-view.module.css';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A run as it goes. Which one it follows is known again after the page was loaded anew. */
export function JobViewView(view: ComponentProps<typeof jobView>): ReactNode {
  const { id, props, expose, emit, useMethods, useAction, isEditing, host } = view;
  const { Job } = host.parts;
  const started = useAction(props.action)?.job_id ?? null;
  const [attached, setAttached] = useState<string | null>(() => (isEditing ? null : host.recall(id)));
  const control: JobPartProps['control'] = useRef(null);
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (started !== null) setAttached(started);
  }, [started]);
  const given = props.job_id ?? null;
  const wanted = given ?? attached;
  const jobId = wanted !== null && uuid.test(wanted) ? wanted : null;
  useEffect(() => {
    expose(jobId === null ? { job_id: null, status: null, result: null, error: null, progress: null } : { job_id: jobId });
    if (!isEditing && given === null) host.remember(id, jobId);
  }, [expose, host, id, jobId, given, isEditing]);
  const onChange = useCallback<JobPartProps['onChange']>(
    (job) => {
      expose(job);
      if (jobId === null || told.current === jobId) return;
      // An end is told once for each run.
      if (job.status === 'succeeded') void emit('success', { result: job.result, job_id: jobId });
      else if (job.status === 'failed') void emit('error', { error: job.error, job_id: jobId });
      else return;
      told.current = jobId;
    },
    [expose, emit, jobId],
  );
  useMethods({
    attach: (next: string) => setAttached(next),
    retry: () => control.current?.retry(),
    clear: () => setAttached(null),
  });
  return (
    <div role="group" className={classes.job} aria-label={props.label === '' ? undefined : props.label}>
      {props.label !== '' && <h3 className={classes.label}>{props.label}</h3>}
      {jobId === null ? (
        <p className={classes.empty}>{props.empty_text}</p>
      ) : (
        <Job
          jobId={jobId}
          hasLog={props.has_log}
          hasGraph={props.has_graph}
          hasResult={props.has_result}
          mayRetry={props.can_retry && !props.disabled && !isEditing}
          onChange={onChange}
          onRetry={setAttached}
          control={control}
        />
      )}
    </div>
  );
}
