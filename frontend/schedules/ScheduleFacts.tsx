import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { cronInWords } from '../../backend/schedules/core/cron-words.ts';
import type { Schedule } from '../../backend/schedules/schedules.contract.ts';
import { pages, type RunnableTarget } from '../runnables/runnable.ts';
import { ArgumentsView } from '../runs/ArgumentsView.tsx';
import { nameOfActor } from '../runs/run-words.ts';
import { formatDuration, formatPlural } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { catchUpLabels, ordinal } from './schedule-words.ts';
import classes from './ScheduleFacts.module.css';

/** What a schedule does: when, what, with which arguments, as whom, and whom it tells. */
export function ScheduleFacts({ workspace, schedule }: { workspace: string; schedule: Schedule }): ReactNode {
  const { on_failure: onFailure, on_recovery: onRecovery, on_success: onSuccess, alert_email: alertEmail, retry } = schedule;
  const runnable = ({ kind, path }: RunnableTarget): ReactNode => (
    <Link to={pages[kind].one} params={{ workspace, _splat: path }} className={classes.path}>
      {path}
    </Link>
  );
  const rows: [string, ReactNode][] = [
    ['Runs', runnable(schedule.target)],
    [
      'When',
      <>
        {cronInWords(schedule.cron)}{' '}
        <span className={classes.quiet}>
          <code>{schedule.cron}</code> {schedule.timezone}
        </span>
      </>,
    ],
    [
      'As',
      <>
        {nameOfActor(schedule.run_as)}, who saved it <RelativeTime at={schedule.updated_at} /> (version {schedule.version})
      </>,
    ],
    ['While a run is not over', schedule.no_overlap ? 'The next tick is skipped' : 'The next tick runs beside it'],
    ['Missed ticks', schedule.catch_up === 'all' ? `${catchUpLabels.all}, at most ${schedule.catch_up_limit}` : catchUpLabels[schedule.catch_up]],
    ...(schedule.jitter_s > 0 ? [['Spread', `Up to ${formatDuration(schedule.jitter_s * 1000)} after the tick`] satisfies [string, ReactNode]] : []),
    ...(retry ? [['After a failure', `Try again ${formatPlural(retry.attempts, 'time')}`] satisfies [string, ReactNode]] : []),
    ...(schedule.tag === null ? [] : [['Tag', <code key="tag">{schedule.tag}</code>] satisfies [string, ReactNode]]),
    ...(onFailure
      ? [
          [
            'When it fails',
            <>
              {runnable(onFailure.target)}
              {onFailure.times > 1 && `, ${onFailure.exactly ? 'exactly' : 'from'} the ${ordinal(onFailure.times)} failure in a row`}
            </>,
          ] satisfies [string, ReactNode],
        ]
      : []),
    ...(onRecovery
      ? [
          [
            'When it works again',
            <>
              {runnable(onRecovery.target)}
              {onRecovery.times > 1 && `, after ${onRecovery.times} successes`}
            </>,
          ] satisfies [string, ReactNode],
        ]
      : []),
    ...(onSuccess ? [['After each success', runnable(onSuccess.target)] satisfies [string, ReactNode]] : []),
    ...(alertEmail
      ? [
          [
            'E-mail',
            <>
              {alertEmail.to.join(', ')}, through{' '}
              <Link to="/w/$workspace/resources/$" params={{ workspace, _splat: alertEmail.resource }} className={classes.path}>
                {alertEmail.resource}
              </Link>
            </>,
          ] satisfies [string, ReactNode],
        ]
      : []),
  ];
  return (
    <div className={classes.columns}>
      <Section title="What it does">
        {schedule.description && <p className={classes.description}>{schedule.description}</p>}
        <dl className={classes.facts}>
          {rows.map(([name, value]) => (
            <div key={name} className={classes.row}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Arguments">
        {Object.keys(schedule.args).length === 0 ? (
          <p className={classes.description}>It runs with the defaults of the script.</p>
        ) : (
          <ArgumentsView workspace={workspace} args={schedule.args} schema={null} />
        )}
      </Section>
    </div>
  );
}
