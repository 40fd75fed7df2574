import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import { useShortcutStore } from '../ui/shortcuts.ts';
import classes from './ShortcutHelp.module.css';

const order = ['This page', 'Lists', 'Everywhere', 'Go to'];
const rankOf = (group: string): number => (order.includes(group) ? order.indexOf(group) : 0.5);

/** The keys that work on this page, by group. */
export function ShortcutHelp({ onClose }: { onClose: () => void }): ReactNode {
  const entries = useShortcutStore((store) => store.entries);
  const groups = new Map<string, Map<string, string>>();
  for (const entry of entries) {
    const { keys, label, group = 'This page' } = entry.shortcut.current;
    groups.set(group, (groups.get(group) ?? new Map<string, string>()).set(keys, label));
  }
  const sorted = [...groups].sort(([one], [other]) => rankOf(one) - rankOf(other));
  return (
    <Modal opened onClose={onClose} title="Keys" size="lg">
      <div className={classes.groups}>
        {sorted.map(([group, shortcuts]) => (
          <section key={group}>
            <h3 className={classes.group}>{group}</h3>
            <dl className={classes.list}>
              {[...shortcuts].map(([keys, label]) => (
                <div key={keys} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
