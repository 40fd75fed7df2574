import { Button, NumberInput, Switch } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppNode, Cell, NodeLayout } from '../../../../backend/apps/app.contract.ts';
import { cellsAt, columnCount } from '../../../../backend/apps/core/layout.ts';
import { indexOf, slotAt } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { moveTo, resizeAt, resizeTo } from '../edits.ts';
import classes from './Inspector.module.css';

const widthWords = { base: 'on a wide screen', medium: 'on a tablet', narrow: 'on a phone' } as const;

/** Where a component stands and how large it is at the width that is looked at. Narrow layouts follow from the wide one until something is said here. */
export function PlaceFields({ node }: { node: AppNode }): ReactNode {
  const store = useEditorStore();
  const at = useEditor((editor) => editor.width);
  const located = useEditor(({ session }) => indexOf(session.document).get(node.id));
  const slot = useEditor(({ session }) => located && slotAt(session.document, located.parent));
  if (!located || slot?.flow !== 'grid' || catalog.get(node.type)?.isOverlay === true) return null;
  const cell = cellsAt(slot.children, at).find(({ id }) => id === node.id)?.cell ?? node.layout.base;
  const own = at === 'base' ? undefined : node.layout.overrides?.[at];
  const size = (change: Partial<Pick<Cell, 'w' | 'h'>>): void => {
    const command = resizeAt(store.getState().session.document, node.id, at, change);
    if (command) store.getState().perform(command, `Resize ${node.id}`, `resize:${node.id}`);
  };
  const move = (change: { x?: number; y?: number }): void => {
    if (!cell) return;
    const command = moveTo(store.getState().session.document, node.id, located.parent, { cell: { x: cell.x, y: cell.y, ...change } });
    if (command) store.getState().perform(command, `Move ${node.id}`, `move:${node.id}`);
  };
  const setLayout = (layout: NodeLayout): void => void store.getState().perform({ do: 'set_layout', id: node.id, layout }, `Layout of ${node.id}`);
  return (
    <section className={classes.field} aria-label="Place">
      <span className={classes.label}>Place {widthWords[at]}</span>
      {cell && (
        <div className={classes.numbers}>
          {at === 'base' && <Whole label="Column" value={cell.x + 1} min={1} max={columnCount - cell.w + 1} onChange={(x) => move({ x: x - 1 })} />}
          {at === 'base' && <Whole label="Row" value={cell.y} min={0} max={100_000} onChange={(y) => move({ y })} />}
          <Whole label="Columns wide" value={cell.w} min={1} max={columnCount - (at === 'base' ? cell.x : 0)} onChange={(w) => size({ w })} />
          {cell.h !== 'auto' && <Whole label="Rows high" value={cell.h} min={2} max={1000} onChange={(h) => size({ h })} />}
        </div>
      )}
      {cell && at === 'base' && (
        <Switch
          size="xs"
          label="As high as its content"
          checked={cell.h === 'auto'}
          onChange={(event) => {
            const command = resizeTo(store.getState().session.document, node.id, { ...cell, h: event.currentTarget.checked ? 'auto' : 12 });
            if (command) store.getState().perform(command, `Resize ${node.id}`);
          }}
        />
      )}
      {at !== 'base' && (
        <Switch
          size="xs"
          label={`Left out ${widthWords[at]}`}
          checked={own?.is_hidden === true}
          onChange={(event) => {
            const { is_hidden: _hidden, ...others } = own ?? {};
            setLayout(withOverride(node.layout, at, event.currentTarget.checked ? { ...others, is_hidden: true } : others));
          }}
        />
      )}
      {at !== 'base' && own && (
        <Button size="compact-xs" variant="subtle" leftSection={<IconArrowBackUp aria-hidden />} onClick={() => setLayout(withOverride(node.layout, at, {}))}>
          As it follows from the wide screen
        </Button>
      )}
    </section>
  );
}

/** A layout with what is said for one width; nothing is kept where nothing is said. */
function withOverride(
  { overrides, ...layout }: NodeLayout,
  at: 'medium' | 'narrow',
  own: NonNullable<NonNullable<NodeLayout['overrides']>[typeof at]>,
): NodeLayout {
  const { [at]: _before, ...others } = overrides ?? {};
  const next = Object.keys(own).length > 0 ? { ...others, [at]: own } : others;
  return Object.keys(next).length > 0 ? { ...layout, overrides: next } : layout;
}

type WholeProps = { label: string; value: number; min: number; max: number; onChange: (value: number) => void };

/** A whole number; what is half typed changes nothing. */
function Whole({ label, value, min, max, onChange }: WholeProps): ReactNode {
  return (
    <NumberInput
      label={label}
      size="xs"
      value={value}
      min={min}
      max={max}
      allowDecimal={false}
      clampBehavior="strict"
      onChange={(next) => {
        if (typeof next === 'number' && next !== value && next >= min && next <= max) onChange(next);
      }}
    />
  );
}
