import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconHourglass, IconPlayerStop, IconPlugConnectedX, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WorkerInfo } from '../../backend/workers/workers.contract.ts';
import { lookOfLanguage } from '../theme/kinds.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { Card } from '../ui/Page.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { stateOfWorker, type WorkerState, workerWords } from './worker-words.ts';
import classes from './WorkerCard.module.css';

const icons: Readonly<Record<WorkerState, typeof IconCircleCheck>> = {
  ready: IconCircleCheck,
  full: IconHourglass,
  draining: IconCircleDashed,
  stopped: IconPlayerStop,
  lost: IconPlugConnectedX,
};

/** One worker: how it is, how busy, how its runs are kept apart, what it can run. */
export function WorkerCard({ worker, workspace }: { worker: WorkerInfo; workspace: string }): ReactNode {
  const state = stateOfWorker(worker);
  const StateIcon = icons[state];
  const { load } = worker;
  return (
    <Card className={classes.card}>
      <div className={classes.head} data-state={state}>
        <div className={classes.words}>
          <h3 className={classes.name}>{worker.name}</h3>
          <p className={classes.quiet}>
            {worker.host}, process {worker.process_id}, version {worker.version}
          </p>
        </div>
        <Tooltip label={workerWords[state].meaning} multiline>
          <span className={classes.state} data-state={state}>
            <StateIcon aria-hidden /> {workerWords[state].word}
          </span>
        </Tooltip>
      </div>
      <div className={classes.slots} aria-label={`${worker.running} of ${worker.capacity} slots busy`} role="img">
        {Array.from({ length: Math.min(worker.capacity, 48) }, (_, index) => (
          <span key={index} className={classes.slot} data-busy={index < worker.running || undefined} />
        ))}
      </div>
      <dl className={classes.facts}>
        <Fact label="Slots">
          <Link to="/w/$workspace/runs" params={{ workspace }} search={{ worker: worker.name, status: 'running' }}>
            {worker.running} of {worker.capacity} busy
          </Link>
        </Fact>
        <Fact label="Last minute">{Math.round(load.occupancy * 100)} % busy</Fact>
        <Fact label="Warm processes">{formatCount(load.parked)} parked</Fact>
        <Fact label="Memory">{formatBytes(load.memory_bytes)}</Fact>
        <Fact label="Runs done">{formatCount(load.jobs_done)}</Fact>
        <Fact label={worker.is_alive ? 'Started' : 'Last heard of'}>
          <RelativeTime at={worker.is_alive ? worker.started_at : worker.seen_at} />
        </Fact>
      </dl>
      <p className={classes.isolation} data-weak={worker.isolation === 'none' || undefined}>
        {worker.isolation === 'none' ? <IconShieldOff aria-hidden /> : <IconShieldCheck aria-hidden />}
        <span>
          <strong>{worker.isolation === 'none' ? 'No isolation' : `Isolated by ${worker.isolation}`}</strong>
          {worker.isolation_note && <span className={classes.quiet}> {worker.isolation_note}</span>}
        </span>
      </p>
      <Languages worker={worker} />
      <ul className={classes.tags} aria-label="Tags that it takes">
        {worker.tags.map((tag) => (
          <li key={tag}>{tag}</li>
        ))}
      </ul>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Languages({ worker }: { worker: WorkerInfo }): ReactNode {
  if (worker.languages.length === 0) return null;
  return (
    <ul className={classes.languages} aria-label="Languages">
      {worker.languages.map((language) => (
        <li key={language.name} className={classes.language} data-missing={!language.available || undefined}>
          {language.available ? <LanguageIcon language={language.name} /> : <IconAlertTriangle aria-hidden />}
          <span>
            {lookOfLanguage(language.name).word}{' '}
            {language.available ? (
              <span className={classes.quiet}>{language.version}</span>
            ) : (
              <span className={classes.reason}>cannot run: {language.reason}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
