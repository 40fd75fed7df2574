import { Button } from '@mantine/core';
import { IconFileCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { FilterDefinition } from '../ui/FilterChips.tsx';
import { RunnablesPage } from '../runnables/RunnablesPage.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { scriptColumns } from './script-columns.tsx';
import { languagesQuery } from './scripts.api.ts';

/** The scripts of the workspace: by folder, with their last runs. */
export function ScriptsPage(): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data: languages } = useQuery(languagesQuery(workspace));
  const filters = useMemo<FilterDefinition[]>(
    () => [{ key: 'language', label: 'Language', options: (languages ?? []).map(({ name, title }) => ({ value: name, label: title })) }],
    [languages],
  );
  return (
    <RunnablesPage kind="script" icon={<IconFileCode />} columns={scriptColumns} filters={filters} isRunnable={(row) => row.has_main} empty={<NoScripts />} />
  );
}

function NoScripts(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [{ folder }] = useUrlState();
  const { data: languages = [] } = useQuery({ ...languagesQuery(workspace), enabled: canBuild });
  if (!canBuild)
    return (
      <EmptyState icon={<IconFileCode />} title="No script is shared with you yet.">
        Whoever builds here can give you a folder.{' '}
        <Link to="/w/$workspace/runs" params={{ workspace }}>
          Your runs
        </Link>{' '}
        are where they were.
      </EmptyState>
    );
  const start = (language: string): void => void navigate({ to: '/w/$workspace/scripts/new', params: { workspace }, search: { folder, language } });
  return (
    <EmptyState
      icon={<IconFileCode />}
      title="A script becomes a form, an API, a webhook and a job that anyone can follow."
      action={languages.map(({ name, title }) => (
        <Button key={name} leftSection={<LanguageIcon language={name} />} onClick={() => start(name)}>
          Start in {title}
        </Button>
      ))}
    >
      Each language starts with a sample that runs.
    </EmptyState>
  );
}
