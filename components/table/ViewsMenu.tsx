import { ActionIcon, Button, Checkbox, Menu, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconCheck, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Table } from './useTable.ts';
import { useViews, type Views } from './useViews.ts';
import classes from './Table.module.css';

/** Views of the table that this person keeps: open one, keep what is seen, choose the one that opens first. */
export function ViewsMenu({ table }: { table: Table }): ReactNode {
  const views = useViews(table);
  const [isNaming, setIsNaming] = useState(false);
  if (!views.isThere) return null;
  return (
    <Popover opened={isNaming} onChange={setIsNaming} withRoles={false} withinPortal position="bottom-end" trapFocus>
      <Popover.Target>
        <span>
          <Menu withinPortal position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant={views.current === null ? 'default' : 'light'} leftSection={<IconBookmark />} title="Views of this table that you keep">
                {views.current === null ? 'Views' : `${views.current}${views.isChanged ? ' *' : ''}`}
              </Button>
            </Menu.Target>
            <Entries table={table} views={views} onName={() => setIsNaming(true)} />
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>{isNaming && <NameForm table={table} views={views} onDone={() => setIsNaming(false)} />}</Popover.Dropdown>
    </Popover>
  );
}

type Props = { table: Table; views: Views };

function Entries({ table, views, onName }: Props & { onName: () => void }): ReactNode {
  const { host } = table.view;
  const attempt = (work: Promise<void>): void => void work.catch((error: unknown) => host.toast(wordsOf(error), 'problem'));
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={views.current === null ? <IconCheck /> : <span className={classes.noIcon} />} onClick={() => views.open(null)}>
        As the app has it
      </Menu.Item>
      {views.views.length > 0 && <Menu.Divider />}
      {views.views.map(({ name, is_default: isDefault }) => (
        <div key={name} className={classes.viewEntry}>
          <Menu.Item leftSection={views.current === name ? <IconCheck /> : <span className={classes.noIcon} />} onClick={() => views.open(name)}>
            {name}
          </Menu.Item>
          <ActionIcon
            size="sm"
            aria-label={isDefault ? `${name} opens first; let it not` : `Open ${name} first`}
            aria-pressed={isDefault}
            onClick={() => attempt(views.setDefault(name, !isDefault))}
          >
            {isDefault ? <IconStarFilled /> : <IconStar />}
          </ActionIcon>
          <ActionIcon size="sm" aria-label={`Delete the view ${name}`} onClick={() => attempt(views.remove(name))}>
            <IconTrash />
          </ActionIcon>
        </div>
      ))}
      <Menu.Divider />
      {views.current !== null && views.isChanged && (
        <Menu.Item onClick={() => attempt(views.save(views.current ?? '', views.views.find(({ name }) => name === views.current)?.is_default ?? false))}>
          Keep changes in {views.current}
        </Menu.Item>
      )}
      <Menu.Item onClick={onName}>Keep this view as …</Menu.Item>
    </Menu.Dropdown>
  );
}

function NameForm({ views, onDone }: Props & { onDone: () => void }): ReactNode {
  const [name, setName] = useState('');
  const [isDefault, setIsDefault] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      await views.save(name.trim(), isDefault);
      onDone();
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  return (
    <form
      className={classes.columns}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
    >
      <TextInput
        size="xs"
        label="Name of the view"
        maxLength={80}
        value={name}
        error={problem}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Checkbox size="xs" label="Opens first" checked={isDefault} onChange={(event) => setIsDefault(event.currentTarget.checked)} />
      <Button type="submit" size="xs" variant="filled" disabled={name.trim() === ''}>
        Keep view
      </Button>
    </form>
  );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'This did not work.');
