import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Avatar } from '../../../ui/Avatar.tsx';
import { hueOf } from '../../../ui/avatar.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { eachOnce } from './people.ts';
import { usePeople } from './usePresence.ts';
import classes from './Presence.module.css';

/** The others who edit the app; a click goes to where they are. */
export function PresentPeople(): ReactNode {
  const store = useEditorStore();
  const people = eachOnce(usePeople());
  const pages = useEditor(({ session }) => session.document.pages);
  if (people.length === 0) return null;
  return (
    <ul className={classes.people} aria-label="Also here">
      {people.map(({ client, name, username, page, selection }) => {
        const place = pages.find(({ id }) => id === page)?.title ?? page;
        const label = `${name}: ${selection.length === 1 ? `${selection[0] ?? ''} on ${place}` : place}`;
        return (
          <li key={client}>
            <Tooltip label={label}>
              <button
                type="button"
                className={classes.person}
                data-hue={hueOf(username)}
                aria-label={`Go to ${label}`}
                onClick={() => {
                  store.getState().show({ page });
                  if (selection.length > 0) store.getState().selectComponents(selection);
                }}
              >
                <Avatar name={name} seed={username} />
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

/** Around a component that somebody else has selected: a line in their colour with their name. */
export function SelectedByOthers({ id }: { id: string }): ReactNode {
  const others = eachOnce(usePeople().filter(({ selection }) => selection.includes(id)));
  const [first] = others;
  if (!first) return null;
  return (
    <span className={classes.outline} data-hue={hueOf(first.username)} data-selected-by={first.username} aria-hidden>
      <span className={classes.name}>{others.map(({ name }) => name).join(', ')}</span>
    </span>
  );
}
