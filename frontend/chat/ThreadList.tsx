import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessagePlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ThreadRow } from '../../backend/agents/threads.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { splitPath } from '../ui/item-path.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { agentsToAskQuery } from './agent-list.ts';
import { threadsListKey } from './chat.api.ts';
import { byAge } from './parts/core/thread-ages.ts';
import classes from './ThreadList.module.css';

const settleMs = 250;

/** The conversations of a person, and those that are shared with them, newest first; found by their titles and by what was said. */
export function ThreadList({ workspace, open, onNew }: { workspace: string; open: string | null; onNew: () => void }): ReactNode {
  const [scope, setScope] = useState<'mine' | 'shared'>('mine');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), settleMs);
  const list = usePages<ThreadRow>(threadsListKey(workspace), inWorkspace(workspace, '/threads'), { scope, search: search || undefined }, { limit: 40 });
  const { data: agents = [] } = useQuery(agentsToAskQuery(workspace));
  const names = new Map(agents.flatMap(({ path, summary }) => (summary === '' ? [] : [[path, summary] as const])));
  return (
    <nav className={classes.list} aria-label="Conversations">
      <div className={classes.head}>
        <h1 className={classes.title}>Chat</h1>
        <Button variant="filled" size="xs" leftSection={<IconMessagePlus />} rightSection={<Kbd keys="n" />} onClick={onNew}>
          New
        </Button>
      </div>
      <div className={classes.filters}>
        <TextInput
          aria-label="Find a conversation"
          placeholder="Find a conversation"
          leftSection={<IconSearch />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Whose conversations"
          value={scope}
          onChange={(next) => setScope(next as 'mine' | 'shared')}
          data={[
            { value: 'mine', label: 'Mine' },
            { value: 'shared', label: 'Shared with me' },
          ]}
        />
      </div>
      <div className={classes.scroller}>
        {list.error !== null && <ErrorNotice error={list.error} title="The conversations could not be read." onRetry={list.reload} />}
        {list.isLoading && <SkeletonRows count={6} />}
        {!list.isLoading && list.error === null && list.items.length === 0 && <p className={classes.none}>{wordsOfNone(scope, search)}</p>}
        {byAge(list.items, new Date()).map(({ age, rows }) => (
          <section key={age} aria-label={age}>
            <h2 className={classes.age}>{age}</h2>
            <ul className={classes.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Row workspace={workspace} row={row} agent={names.get(row.agent) ?? splitPath(row.agent).name} isOpen={row.id === open} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {list.hasMore && (
          <Button size="xs" variant="subtle" fullWidth loading={list.isLoadingMore} onClick={list.loadMore}>
            Show more
          </Button>
        )}
      </div>
    </nav>
  );
}

function wordsOfNone(scope: 'mine' | 'shared', search: string): string {
  if (search !== '') return 'No conversation matches.';
  return scope === 'mine' ? 'Nothing was said yet. Choose an agent and ask it something.' : 'Nobody has shared a conversation with you.';
}

function Row({ workspace, row, agent, isOpen }: { workspace: string; row: ThreadRow; agent: string; isOpen: boolean }): ReactNode {
  return (
    <Link
      to="/w/$workspace/chat/$threadId"
      params={{ workspace, threadId: row.id }}
      className={classes.row}
      data-open={isOpen || undefined}
      aria-current={isOpen ? 'page' : undefined}
    >
      <span className={classes.words}>
        <span className={classes.name}>{row.title || 'Untitled'}</span>
        <span className={classes.facts}>
          <span className="truncate">{agent}</span>
          {row.source !== 'chat' && <span>{row.source}</span>}
          <RelativeTime at={row.updated_at} />
        </span>
      </span>
      {row.is_shared && <IconUsers className={classes.shared} aria-label="Shared" />}
      {row.status !== 'idle' && <StatusBadge status={row.status} variant="icon" />}
    </Link>
  );
}
