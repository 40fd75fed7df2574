import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import classes from './Panels.module.css';

/** The pages of the app, in the order of the navigation. */
export function PagesPanel(): ReactNode {
  const store = useEditorStore();
  const pages = useEditor(({ session }) => session.document.pages);
  const current = useEditor((editor) => editor.page);
  const add = (): void => {
    const taken = new Set(pages.map(({ id }) => id));
    let number = pages.length + 1;
    while (taken.has(`page${number}`)) number += 1;
    const id = `page${number}`;
    const page = { id, title: `Page ${number}`, params: [], is_in_navigation: true, body: { flow: 'grid' as const, children: [] } };
    if (store.getState().perform({ do: 'insert_page', page, index: pages.length }, 'Add a page')) open(id);
  };
  const open = (id: string): void => {
    store.getState().show({ page: id });
    store.getState().select({ kind: 'page' });
  };
  const move = (id: string, index: number): void => void store.getState().perform({ do: 'move_page', id, index }, `Move page ${id}`);
  return (
    <div className={classes.panel}>
      <ul className={classes.list}>
        {pages.map(({ id, title }, index) => (
          <li key={id} className={classes.item} data-current={id === current}>
            <button type="button" className={classes.open} aria-current={id === current ? 'page' : undefined} onClick={() => open(id)}>
              {title}
            </button>
            <IconButton label={`Move ${title} up`} icon={<IconArrowUp />} size="xs" disabled={index === 0} onClick={() => move(id, index - 1)} />
            <IconButton
              label={`Move ${title} down`}
              icon={<IconArrowDown />}
              size="xs"
              disabled={index === pages.length - 1}
              onClick={() => move(id, index + 1)}
            />
          </li>
        ))}
      </ul>
      <Button size="xs" variant="default" leftSection={<IconPlus aria-hidden />} onClick={add}>
        Add a page
      </Button>
    </div>
  );
}
