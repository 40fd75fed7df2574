import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useDelayed } from '../ui/useDelayed.ts';
import classes from './SearchPalette.module.css';
import { usePalette, type PaletteEntry } from './usePalette.tsx';

/** Props of {@link SearchPalette}. `initial` is what stands in the field: `>` for commands. */
export type SearchPaletteProps = { workspace: CurrentWorkspace; initial: string; onClose: () => void; onHelp: () => void };

/** Search over everything, pages and commands; by keyboard alone. */
export function SearchPalette({ workspace, initial, onClose, onHelp }: SearchPaletteProps): ReactNode {
  const [text, setText] = useState(initial);
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { sections, isSearching, error } = usePalette(workspace, text, onHelp);
  const entries = sections.flatMap((section) => section.entries);
  const chosen = Math.min(current, Math.max(0, entries.length - 1));
  const isWaiting = useDelayed(isSearching);
  useEffect(() => setCurrent(0), [text]);
  useEffect(() => {
    // Nothing may be returned: browsers of today give a promise here, which React would call as a function when the choice moves on.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const choose = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    onClose();
    // After the dialog has given the focus back: what opens next may want it.
    setTimeout(entry.perform, 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => setCurrent(entries.length === 0 ? 0 : (chosen + 1) % entries.length),
      ArrowUp: () => setCurrent(entries.length === 0 ? 0 : (chosen - 1 + entries.length) % entries.length),
      Enter: () => choose(entries[chosen]),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]?.();
  };
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search" className={classes.content}>
        <Modal.Body className={classes.modal}>
          <div className={classes.field}>
            <IconSearch aria-hidden data-waiting={isWaiting || undefined} className={classes.glass} />
            <input
              data-autofocus
              autoFocus
              className={classes.input}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              placeholder="Search, or > for commands"
              role="combobox"
              aria-label="Search"
              aria-expanded
              aria-controls="search-results"
              aria-activedescendant={entries[chosen] ? `found-${entries[chosen].id}` : undefined}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
          <div ref={list} id="search-results" role="listbox" aria-label="Results" className={classes.results}>
            {sections.map((section) => (
              <div key={section.heading} role="group" aria-label={section.heading}>
                <p className={classes.heading} aria-hidden>
                  {section.heading}
                </p>
                {section.entries.map((entry) => (
                  <div
                    key={entry.id}
                    id={`found-${entry.id}`}
                    role="option"
                    aria-selected={entries[chosen]?.id === entry.id}
                    className={classes.entry}
                    onMouseMove={() => setCurrent(entries.findIndex((other) => other.id === entry.id))}
                    onClick={() => choose(entry)}
                  >
                    <span className={classes.icon}>{entry.icon}</span>
                    <span className={classes.title}>{entry.title}</span>
                    {entry.subtitle && <span className={classes.subtitle}>{entry.subtitle}</span>}
                    {entry.keys && (
                      <span className={classes.keys}>
                        <Kbd keys={entry.keys} />
                      </span>
                    )}
                  </div>
                ))}
              </div>
            ))}
            {entries.length === 0 && !isSearching && !error && <p className={classes.none}>Nothing has that name. Search looks at names, summaries and the ids of runs.</p>}
          </div>
          {!!error && (
            <div className={classes.error}>
              <ErrorNotice error={error} title="The search did not work." />
            </div>
          )}
          <div className={classes.foot} aria-hidden>
            <span>
              <Kbd keys="arrowup" /> <Kbd keys="arrowdown" /> choose
            </span>
            <span>
              <Kbd keys="enter" /> open
            </span>
            <span>
              <Kbd keys=">" /> commands
            </span>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
