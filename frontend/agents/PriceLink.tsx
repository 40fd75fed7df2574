import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { agentQuery } from './agents.api.ts';

/** Leads from a cost to the price that it was counted with, for who may say another one. */
export function PriceLink({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const { data } = useQuery({ ...agentQuery(workspace, path), retry: false, staleTime: 60_000, enabled: path !== '' });
  if (!data || data.my_level === 'read') return null;
  return (
    <Link to="/w/$workspace/agents/edit/$" params={{ workspace, _splat: path }} search={{ part: 'model' }}>
      Prices
    </Link>
  );
}
