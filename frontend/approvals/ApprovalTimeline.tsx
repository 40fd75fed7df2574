import {
  IconAlertTriangle,
  IconArrowForwardUp,
  IconBell,
  IconCircleCheck,
  IconCircleX,
  IconClockOff,
  IconCornerUpLeft,
  IconFlag,
  IconHandStop,
  IconLink,
  IconMailX,
  IconMessage,
  IconPlayerPlay,
  IconStairsUp,
  IconUserCheck,
  IconUserMinus,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApprovalEvent } from '../../backend/approvals/approvals.contract.ts';
import { ArgumentsView } from '../runs/ArgumentsView.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { hasActor, nameOfPerson, sentenceOf, wordsOfChannel } from './approval-words.ts';
import classes from './ApprovalTimeline.module.css';

const icons: Readonly<Record<ApprovalEvent['kind'], Icon>> = {
  requested: IconPlayerPlay,
  approved: IconCircleCheck,
  rejected: IconCircleX,
  commented: IconMessage,
  claimed: IconUserCheck,
  released: IconUserMinus,
  reassigned: IconArrowForwardUp,
  delegated: IconArrowForwardUp,
  reminded: IconBell,
  escalated: IconStairsUp,
  stage_passed: IconFlag,
  expired: IconClockOff,
  withdrawn: IconCornerUpLeft,
  voided: IconHandStop,
  ended: IconFlag,
  link_created: IconLink,
  notified: IconBell,
  notification_failed: IconMailX,
};

/** What happened to a request, in the order of time: who, what, and what they said. */
export function ApprovalTimeline({ workspace, events }: { workspace: string; events: readonly ApprovalEvent[] }): ReactNode {
  return (
    <ol className={classes.events} aria-label="What happened">
      {events.map((event) => (
        <TimelineItem key={event.id} workspace={workspace} event={event} />
      ))}
    </ol>
  );
}

function TimelineItem({ workspace, event }: { workspace: string; event: ApprovalEvent }): ReactNode {
  const Glyph = event.kind === 'notification_failed' ? IconAlertTriangle : icons[event.kind];
  const channel = wordsOfChannel(event.channel);
  const values = event.values !== null && Object.keys(event.values).length > 0 ? event.values : null;
  return (
    <li className={classes.event} data-kind={event.kind}>
      <Glyph aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          {hasActor(event) && <span className={classes.actor}>{nameOfPerson(event.actor)} </span>}
          {sentenceOf(event)}
          {event.on_behalf_of !== null && ` for ${nameOfPerson(event.on_behalf_of)}`}
          {channel !== '' && ` ${channel}`}{' '}
          <span className={classes.when}>
            <RelativeTime at={event.at} />
          </span>
        </p>
        {event.comment !== '' && <p className={classes.comment}>{event.comment}</p>}
        {values && (
          <div className={classes.values}>
            <ArgumentsView workspace={workspace} args={values} schema={null} />
          </div>
        )}
      </div>
    </li>
  );
}
