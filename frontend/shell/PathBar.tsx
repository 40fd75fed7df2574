import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { Fragment, useState, type ReactNode } from 'react';
import type { Page } from '../../backend/common/page.ts';
import { api, inWorkspace } from '../api/client.ts';
import { threadQuery } from '../chat/chat.api.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { groupsQuery } from '../people/people.api.ts';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { splitPath } from '../ui/item-path.ts';
import { crumbsOf, itemHref, type Crumb, type Siblings } from './crumbs.ts';
import classes from './PathBar.module.css';

/** Where one is; every part leads there and opens what stands beside it. */
export function PathBar({ workspace }: { workspace: CurrentWorkspace | null }): ReactNode {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const crumbs = crumbsOf(pathname);
  return (
    <nav className={classes.path} aria-label="Path">
      <ol className={classes.list}>
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.href + index}>
            {index > 0 && (
              <li aria-hidden className={classes.slash}>
                /
              </li>
            )}
            <li className={classes.crumb} data-last={index === crumbs.length - 1 || undefined}>
              <Link to={crumb.href} className={classes.link} aria-current={index === crumbs.length - 1 ? 'page' : undefined}>
                {crumb.thread && workspace ? <ThreadTitle workspace={workspace.id} id={crumb.thread} fallback={crumb.label} /> : crumb.label}
              </Link>
              {crumb.siblings && workspace && <SiblingMenu crumb={crumb} siblings={crumb.siblings} workspace={workspace} />}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

/** The title of a conversation; it changes when the first answer, or a person, names it. The page reads it, not the path. */
function ThreadTitle({ workspace, id, fallback }: { workspace: string; id: string; fallback: string }): ReactNode {
  const { data } = useQuery({ ...threadQuery(workspace, id), enabled: false });
  return data ? data.title || 'Untitled' : fallback;
}

type Sibling = { label: string; href: string };

/** The things beside a part of the path; asked for when the menu opens. */
async function readSiblings(workspace: CurrentWorkspace, siblings: Siblings, signal: AbortSignal): Promise<Sibling[]> {
  const base = `/w/${workspace.id}`;
  if (siblings.of === 'items') {
    const { items } = await api.get<Page<{ path: string }>>(inWorkspace(workspace.id, `/${siblings.page}`), { folder: siblings.space, limit: 100 }, signal);
    return items.map(({ path }) => ({ label: splitPath(path).name, href: itemHref(`${base}/${siblings.page}`, siblings.page, path) }));
  }
  return [];
}

function useSiblings(workspace: CurrentWorkspace, siblings: Siblings, isOpen: boolean): { items: Sibling[]; isLoading: boolean } {
  const base = `/w/${workspace.id}`;
  const folders = useQuery({ ...foldersQuery(workspace.id), enabled: isOpen && (siblings.of === 'folders' || siblings.of === 'spaces') });
  const groups = useQuery({ ...groupsQuery(workspace.id), enabled: isOpen && siblings.of === 'groups' });
  const items = useQuery({
    queryKey: [workspace.id, 'siblings', siblings],
    queryFn: ({ signal }) => readSiblings(workspace, siblings, signal),
    enabled: isOpen && siblings.of === 'items',
  });
  if (siblings.of === 'items') return { items: items.data ?? [], isLoading: items.isPending };
  if (siblings.of === 'groups')
    return { items: (groups.data ?? []).map(({ name }) => ({ label: name, href: `${base}/groups/${name}` })), isLoading: groups.isPending };
  if (siblings.of === 'folders')
    return { items: (folders.data ?? []).map(({ name }) => ({ label: name, href: `${base}/folders/${name}` })), isLoading: folders.isPending };
  const spaces = [...(folders.data ?? []).map(({ name }) => `f/${name}`), `u/${workspace.username}`];
  return {
    items: spaces.map((space) => ({ label: space, href: `${base}/${siblings.page}?folder=${encodeURIComponent(space)}` })),
    isLoading: folders.isPending,
  };
}

function SiblingMenu({ crumb, siblings, workspace }: { crumb: Crumb; siblings: Siblings; workspace: CurrentWorkspace }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const navigate = useNavigate();
  const { items, isLoading } = useSiblings(workspace, siblings, isOpen);
  return (
    <Menu opened={isOpen} onChange={setIsOpen} position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.siblings} aria-label={`Beside ${crumb.label}`}>
          <IconChevronDown aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {items.map((item) => (
          <Menu.Item
            key={item.href}
            aria-current={item.label === crumb.label || undefined}
            data-current={item.label === crumb.label || undefined}
            className={classes.item}
            onClick={() => void navigate({ href: item.href })}
          >
            {item.label}
          </Menu.Item>
        ))}
        {items.length === 0 && <p className={classes.none}>{isLoading ? 'Looking…' : 'Nothing else here'}</p>}
      </Menu.Dropdown>
    </Menu>
  );
}
