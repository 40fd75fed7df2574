import { Button } from '@mantine/core';
import { IconFileCode } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Card, Section } from '../ui/Page.tsx';
import type { HomeItem } from './home.api.ts';
import { ItemList } from './ItemList.tsx';

/** For who is new: something of each kind to try, or where there is nothing the way to the first one. */
export function StartHere({ items }: { items: readonly HomeItem[] }): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  if (items.length > 0) {
    return (
      <Section title="Start here" description="Open one of these and try it. What you open, run and change is listed here from then on.">
        <ItemList items={items} label="Start here" withWords />
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
