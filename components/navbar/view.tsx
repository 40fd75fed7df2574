import { useEffect, useMemo, type MouseEvent, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import { safeAddress } from '../_shared/safe-link.ts';
import type { ComponentProps } from '../view.ts';
import type { navbar } from './definition.ts';
import { activeItem, shownItems, type NavItem } from './items.ts';
import classes from './navbar.module.css';

/** Leads to pages and addresses. Pages that are not for this person are not in it. */
export function NavbarView({ props, expose, emit, useMethods, host, isEditing }: ComponentProps<typeof navbar>): ReactNode {
  const items = useMemo(() => shownItems(props.items, host.pages), [props.items, host]);
  const active = activeItem(items, props.active, host.page);
  useEffect(() => expose({ active }), [active, expose]);
  const choose = (item: NavItem): void => {
    if (item.disabled === true || props.disabled || isEditing) return;
    void emit('select', { id: item.id, label: item.label });
    if (item.page !== undefined && item.page !== '') host.go(item.page);
  };
  useMethods({
    go: (id: string) => {
      const item = items.find((candidate) => candidate.id === id);
      if (item) choose(item);
    },
  });
  return (
    <nav className={classes.navbar} aria-label={props.label} data-orientation={props.orientation}>
      {props.title !== '' && <span className={classes.title}>{props.title}</span>}
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item.id}>
            <Item
              item={item}
              isActive={item.id === active}
              isOff={props.disabled || item.disabled === true}
              isEditing={isEditing}
              onChoose={() => choose(item)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type ItemProps = { item: NavItem; isActive: boolean; isOff: boolean; isEditing: boolean; onChoose: () => void };

function Item({ item, isActive, isOff, isEditing, onChoose }: ItemProps): ReactNode {
  const address = safeAddress('link', item.href);
  const common = { className: classes.item, 'aria-current': isActive ? ('page' as const) : undefined, tabIndex: isEditing ? -1 : undefined };
  const content = (
    <>
      <Icon name={item.icon} />
      <span className={classes.label}>{item.label}</span>
      {item.badge !== undefined && item.badge !== null && item.badge !== '' && <span className={classes.badge}>{item.badge}</span>}
    </>
  );
  if (address === null || isOff)
    return (
      <button type="button" {...common} disabled={isOff} onClick={onChoose}>
        {content}
      </button>
    );
  const follow = (event: MouseEvent): void => {
    if (isEditing) event.preventDefault();
    else onChoose();
  };
  return (
    <a {...common} href={address} {...(/^https?:/i.test(address) ? { target: '_blank', rel: 'noopener noreferrer' } : {})} onClick={follow}>
      {content}
    </a>
  );
}
