import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EventRow } from '../../backend/audit/audit.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { formatAbsolute } from '../ui/format.ts';
import { JsonTree } from '../ui/JsonTree.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { SubjectText } from '../ui/PersonText.tsx';
import { ShortId } from '../ui/Values.tsx';
import { hrefOfObject, wordsOfAction, wordsOfCause } from './audit-words.ts';
import classes from './EventDrawer.module.css';

/** One event with all that was written down of it. */
export function EventDrawer({ event, onClose }: { event: EventRow | null; onClose: () => void }): ReactNode {
  return (
    <Drawer opened={event !== null} onClose={onClose} position="right" size={460} title={event ? wordsOfAction(event.action) : ''}>
      {event && <Details event={event} />}
    </Drawer>
  );
}

function Details({ event }: { event: EventRow }): ReactNode {
  const { id: workspace } = useWorkspace();
  const href = hrefOfObject(workspace, event.object_kind, event.object_path);
  const parts = [
    { title: 'What was written down', value: event.details },
    { title: 'Labels', value: event.labels },
    { title: 'Through', value: event.cause },
  ].filter(({ value }) => Object.keys(value).length > 0);
  return (
    <div className={classes.details}>
      <dl className={classes.facts}>
        <dt>When</dt>
        <dd>
          <time dateTime={event.at}>{formatAbsolute(new Date(event.at))}</time>
        </dd>
        <dt>Who</dt>
        <dd>
          <SubjectText subject={event.actor} />
        </dd>
        <dt>Object</dt>
        <dd className={classes.object}>
          <KindIcon kind={event.object_kind} />
          {href ? (
            <Link to={href} className="mono">
              {event.object_path}
            </Link>
          ) : (
            <span className="mono">{event.object_path || event.object_kind}</span>
          )}
        </dd>
        <dt>Through</dt>
        <dd>{wordsOfCause(event.cause)}</dd>
        <dt>Event</dt>
        <dd>
          <ShortId id={event.id} label="Copy event id" />
        </dd>
      </dl>
      {parts.map(({ title, value }) => (
        <section key={title}>
          <h3 className={classes.heading}>{title}</h3>
          <div className={classes.tree}>
            <JsonTree value={value} label={title} maxHeight={360} />
          </div>
        </section>
      ))}
    </div>
  );
}
