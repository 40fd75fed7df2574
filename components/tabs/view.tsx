import { Tabs } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { tabs } from './definition.ts';
import classes from './tabs.module.css';

/** Several contents in one place. Only the open one is drawn; what stands in the others keeps its values. */
export function TabsView(view: ComponentProps<typeof tabs>): ReactNode {
  const { props, state, expose, emit, useMethods, slot, isEditing } = view;
  const shown = props.tabs.filter(({ hidden }) => hidden !== true || isEditing);
  const openable = shown.filter(({ disabled }) => disabled !== true);
  const first = openable.find(({ key }) => key === props.active) ?? openable[0];
  const asked = useRef(props.active);
  const isAskedAnew = asked.current !== props.active;
  const current = isAskedAnew ? first : (openable.find(({ key }) => key === state.active) ?? first);
  const active = current?.key ?? null;
  useEffect(() => {
    asked.current = props.active;
    expose({ active });
  });
  const open = (key: string | null): void => {
    if (key === null || key === active || !openable.some((tab) => tab.key === key)) return;
    expose({ active: key });
    void emit('change', { active: key });
  };
  useMethods({ select: open });
  if (shown.length === 0) return <p className={classes.empty}>No tabs</p>;
  const isVertical = props.orientation === 'vertical';
  return (
    <div className={classes.frame}>
      <Tabs value={active} onChange={open} orientation={props.orientation} keepMounted={false} className={isVertical ? classes.vertical : undefined}>
        <Tabs.List className={classes.list} aria-label={props.label}>
          {shown.map(({ key, title, icon, badge, disabled }) => (
            <Tabs.Tab
              key={key}
              value={key}
              disabled={disabled === true}
              leftSection={icon === undefined ? undefined : <Icon name={icon} />}
              rightSection={badge === undefined || badge === null || badge === '' ? undefined : <span className={classes.badge}>{badge}</span>}
            >
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ key }) => (
          <Tabs.Panel key={key} value={key} className={classes.panel}>
            {key === active && slot(key)}
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}
