import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { KindIcon } from '../ui/KindIcon.tsx';
import { splitPath } from '../ui/item-path.ts';
import { agentsToAskQuery } from './agent-list.ts';

/** Chooses another agent for a new conversation. */
export function AgentMenu({ workspace, agent, onChoose }: { workspace: string; agent: string; onChoose: (agent: string) => void }): ReactNode {
  const { data = [] } = useQuery(agentsToAskQuery(workspace));
  if (data.length < 2) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" rightSection={<IconChevronDown />}>
          Another agent
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflow: 'auto' }}>
        {data
          .filter(({ path }) => path !== agent)
          .map(({ path, summary }) => (
            <Menu.Item key={path} leftSection={<KindIcon kind="agent" />} onClick={() => onChoose(path)}>
              {summary || splitPath(path).name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
