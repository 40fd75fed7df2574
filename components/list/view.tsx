import { Button, Radio } from '@mantine/core';
import { useEffect, useId, useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { list } from './definition.ts';
import { keyedItems, type KeyedItem } from './keyed-items.ts';
import classes from './list.module.css';

/** The same components for each item, which they read as `item` and `index`. On the canvas the first item stands for all. */
export function ListView(view: ComponentProps<typeof list>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const items = useMemo(() => keyedItems(props.items ?? [], props.item_key), [props.items, props.item_key]);
  const [shownCount, setShownCount] = useState(props.page_size);
  const selected = items.find(({ key }) => key === String(state.selected_key)) ?? null;
  useEffect(() => expose({ items: props.items ?? [], count: items.length, selected_item: selected?.item ?? null }), [props.items, items, selected, expose]);
  const select = ({ key, item, index }: KeyedItem): void => {
    expose({ selected_key: key, selected_item: item });
    void emit('select', { item, index });
  };
  useMethods({
    select: (key: string | number) => {
      const found = items.find((candidate) => candidate.key === String(key));
      if (found) select(found);
    },
    clear_selection: () => expose({ selected_key: null, selected_item: null }),
  });
  if (isEditing) return <EditedList view={view} items={items} />;
  if (items.length === 0) return <p className={classes.empty}>{props.loading ? 'Loading…' : props.empty_text}</p>;
  const shown = items.slice(0, Math.max(shownCount, props.page_size));
  return (
    <div className={classes.frame} inert={props.disabled} aria-busy={props.loading || undefined}>
      <ul className={classes.list} aria-label={props.label} data-layout={props.layout} data-frame={props.frame} style={cardWidth(props.card_width)}>
        {shown.map((one) => (
          <Item key={one.key} view={view} keyed={one} isSelected={one.key === selected?.key} onSelect={() => select(one)} />
        ))}
      </ul>
      {shown.length < items.length && (
        <p className={classes.more}>
          {shown.length} of {items.length}{' '}
          <Button size="xs" variant="subtle" onClick={() => setShownCount(shown.length + props.page_size)}>
            Show more
          </Button>
        </p>
      )}
    </div>
  );
}

const cardWidth = (pixels: number): CSSProperties => ({ '--card-width': `${pixels}px` }) as CSSProperties;

type ItemProps = { view: ComponentProps<typeof list>; keyed: KeyedItem; isSelected: boolean; onSelect: () => void };

function Item({ view: { props, slot }, keyed: { key, item, index }, isSelected, onSelect }: ItemProps): ReactNode {
  const name = useId();
  const names = useMemo(() => ({ item, index }), [item, index]);
  const content = slot('item', names, key);
  if (!props.is_selectable) return <li className={classes.item}>{content}</li>;
  return (
    <li className={classes.item} data-selected={isSelected}>
      <div className={classes.choose}>
        <Radio name={name} aria-label={`Choose item ${index + 1}`} checked={isSelected} onChange={onSelect} />
        <div className={classes.content}>{content}</div>
      </div>
    </li>
  );
}

/** Items would have the same components several times, of which one only could be edited. */
function EditedList({ view: { props, slot }, items }: { view: ComponentProps<typeof list>; items: readonly KeyedItem[] }): ReactNode {
  const first = items[0];
  const names = useMemo(() => ({ item: first?.item ?? null, index: 0 }), [first]);
  return (
    <div className={classes.frame}>
      <ul className={classes.list} aria-label={props.label} data-layout={props.layout} data-frame={props.frame} style={cardWidth(props.card_width)}>
        <li className={classes.item}>{slot('item', names)}</li>
      </ul>
      <p className={classes.more}>{items.length === 0 ? props.empty_text : `Repeated for ${items.length} ${items.length === 1 ? 'item' : 'items'}`}</p>
    </div>
  );
}
