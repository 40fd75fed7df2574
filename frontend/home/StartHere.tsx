import { Button } from '@mantine/core';
import { IconFileCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Card, Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { firstScriptsQuery } from './home.api.ts';
import { ItemList } from './ItemList.tsx';

/** In the place of what is recent, for who has opened nothing yet: scripts to try, or the way to the first one. */
export function StartHere(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const { data, isPending } = useQuery(firstScriptsQuery(workspace));
  if (isPending) return <SkeletonRows count={4} />;
  if (data && data.length > 0) {
    return (
      <Section title="Start here" description="Open one of these and run it. What you open, run and change is listed here from then on.">
        <ItemList items={data} label="Start here" />
      </Section>
    );
  }
  const create = canBuild && (
    <Button variant="filled" renderRoot={(props) => <Link to="/w/$workspace/scripts/new" params={{ workspace }} {...props} />}>
      New script
    </Button>
  );
  return (
    <Card>
      <EmptyState
        icon={<IconFileCode />}
        title={canBuild ? 'Write a script, and it is a form, an API and a webhook' : 'Nothing was shared with you yet'}
        action={create}
      />
    </Card>
  );
}
