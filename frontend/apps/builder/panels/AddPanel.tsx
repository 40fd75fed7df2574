import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ComponentCategory, ComponentDefinition } from '../../../../components/component.ts';
import { definitions } from '../../../../components/definitions.ts';
import { usePress } from '../canvas/DragLayer.tsx';
import { useEditorStore } from '../editor-context.ts';
import { defaultPlace, insertNew, newNode } from '../edits.ts';
import { ComponentIcon } from './ComponentIcon.tsx';
import classes from './AddPanel.module.css';

const categories: readonly (readonly [ComponentCategory, string])[] = [
  ['layout', 'Layout'],
  ['display', 'Show'],
  ['input', 'Ask'],
  ['data', 'Data'],
  ['action', 'Do'],
  ['work', 'Work'],
];

/** Everything that can be put onto a page: by drag, by a click, or by Enter. */
export function AddPanel(): ReactNode {
  const store = useEditorStore();
  const [search, setSearch] = useState('');
  const found = definitions.filter((definition) => matches(definition, search));
  const add = (definition: ComponentDefinition): void => {
    const { session, page, selection, perform, selectComponents } = store.getState();
    const selected = selection.kind === 'components' ? (selection.ids[0] ?? null) : null;
    const node = newNode(session.document, definition);
    const place = definition.isOverlay === true ? { page } : defaultPlace(session.document, page, selected);
    if (perform(insertNew(session.document, node, place), `Add ${definition.title.toLowerCase()}`)) selectComponents([node.id]);
  };
  return (
    <div className={classes.panel} onKeyDown={moveAmongTiles}>
      <TextInput
        aria-label="Find a component"
        placeholder="Find a component"
        leftSection={<IconSearch aria-hidden />}
        value={search}
        autoFocus
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0]) add(found[0]);
        }}
      />
      {found.length === 0 && <p className={classes.none}>No component is called like this.</p>}
      {categories.map(([category, title]) => {
        const members = found.filter((definition) => definition.category === category);
        if (members.length === 0) return null;
        return (
          <section key={category} aria-label={title}>
            <h2 className={classes.title}>{title}</h2>
            <ul className={classes.list}>
              {members.map((definition) => (
                <li key={definition.type}>
                  <Tile definition={definition} onAdd={() => add(definition)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Tile({ definition, onAdd }: { definition: ComponentDefinition; onAdd: () => void }): ReactNode {
  const press = usePress();
  return (
    <button
      type="button"
      className={classes.tile}
      data-tile
      title={definition.description}
      onPointerDown={(event) => press(event, { kind: 'new', type: definition.type })}
      onClick={onAdd}
    >
      <ComponentIcon type={definition.type} />
      <span>{definition.title}</span>
    </button>
  );
}

/** Arrows go through the components, and from the search to the first of them. */
function moveAmongTiles(event: KeyboardEvent<HTMLDivElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tile]')];
  const current = tiles.indexOf(event.target as HTMLElement);
  const isField = current === -1;
  if (isField && event.key !== 'ArrowDown') return;
  const next = isField ? tiles[0] : tileTowards(tiles, current, event.key);
  if (next === undefined) return;
  event.preventDefault();
  if (next === null) event.currentTarget.querySelector('input')?.focus();
  else next.focus();
}

/** The tile in a direction; `null` above the first line: the search. `undefined` for keys that do not move. */
function tileTowards(tiles: readonly HTMLElement[], current: number, key: string): HTMLElement | null | undefined {
  if (key === 'ArrowRight') return tiles[current + 1];
  if (key === 'ArrowLeft') return tiles[current - 1];
  const from = tiles[current];
  if (!from || (key !== 'ArrowDown' && key !== 'ArrowUp')) return undefined;
  const isBelow = (tile: HTMLElement): boolean => tile.offsetTop > from.offsetTop;
  const isAbove = (tile: HTMLElement): boolean => tile.offsetTop < from.offsetTop;
  const lines = key === 'ArrowDown' ? tiles.slice(current).filter(isBelow) : tiles.slice(0, current).filter(isAbove).toReversed();
  const line = lines.filter(({ offsetTop }) => offsetTop === lines[0]?.offsetTop);
  return line.find(({ offsetLeft }) => offsetLeft === from.offsetLeft) ?? line[0] ?? (key === 'ArrowUp' ? null : undefined);
}

function matches({ title, description, keywords = [] }: ComponentDefinition, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [title, description, ...keywords].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
