import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft, IconPlus, IconRobot, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { splitPath } from '../ui/item-path.ts';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import classes from './AgentChoice.module.css';
import { agentsToAskQuery } from './agent-list.ts';
import head from './ThreadHead.module.css';

const manyAgents = 8;
const settleMs = 200;

/** With whom to begin: the agents that a person may use. */
export function AgentChoice({ workspace, hasBack, onChoose }: { workspace: string; hasBack: boolean; onChoose: (agent: string) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), settleMs);
  const { data, error, refetch } = useQuery({ ...agentsToAskQuery(workspace, search), placeholderData: keepPreviousData });
  const Heading = hasBack ? 'h1' : 'h2';
  const hasSearch = typed !== '' || (data?.length ?? 0) > manyAgents;
  return (
    <div className={classes.choice}>
      {hasBack && (
        <Link to="/w/$workspace/chat" params={{ workspace }} className={head.back} aria-label="All conversations">
          <IconArrowLeft aria-hidden />
        </Link>
      )}
      {error && !data && <ErrorNotice error={error} title="The agents could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={5} />}
      {data?.length === 0 && search === '' && <NoAgents workspace={workspace} />}
      {data && (data.length > 0 || search !== '') && (
        <>
          <Heading className={classes.title}>Whom do you want to ask?</Heading>
          {hasSearch && (
            <TextInput
              aria-label="Find an agent"
              placeholder="Find an agent"
              leftSection={<IconSearch />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          {data.length === 0 && <p className={classes.quiet}>No agent matches.</p>}
          <ul className={classes.agents} aria-label="Agents">
            {data.map(({ path, summary, is_practice: isPractice }) => (
              <li key={path}>
                <button type="button" className={classes.agent} onClick={() => onChoose(path)}>
                  <KindIcon kind="agent" variant="tile" />
                  <span className={classes.words}>
                    <span className={classes.name}>{summary || splitPath(path).name}</span>
                    <span className={classes.path}>
                      {path}
                      {isPractice && ' · practice model'}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function NoAgents({ workspace }: { workspace: string }): ReactNode {
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  if (!canBuild)
    return (
      <EmptyState icon={<IconRobot />} title="No agent is shared with you yet.">
        Whoever builds here can give you one to talk to.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconRobot />}
      title="There is no agent to talk to yet."
      action={
        <Button variant="filled" leftSection={<IconPlus />} onClick={() => void navigate({ to: '/w/$workspace/agents/new', params: { workspace } })}>
          Make an agent
        </Button>
      }
    >
      Give it a few scripts as its tools; a practice model that needs no key is built in.
    </EmptyState>
  );
}
