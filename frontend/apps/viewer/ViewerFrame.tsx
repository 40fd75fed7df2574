import { Alert, Button, VisuallyHidden } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppPage } from '../../../backend/apps/app.contract.ts';
import { pageTitle } from '../../../backend/apps/core/texts.ts';
import type { AppView } from '../../../backend/apps/apps.contract.ts';
import { Icon } from '../../../components/_shared/Icon.tsx';
import type { AppPreview } from './address.ts';
import type { Door } from './doors.ts';
import { useAppTheme } from './useAppTheme.ts';
import classes from './ViewerFrame.module.css';

type Props = {
  view: AppView;
  door: Door;
  preview: AppPreview | null;
  page: AppPage;
  /** In the language of who looks. */
  texts: Readonly<Record<string, string>>;
  workspace: string;
  /** A newer release is out. */
  isOutdated: boolean;
  onGo: (page: string) => void;
  onReload: () => void;
  children: ReactNode;
};

/** What stands around every page of an app: its name, its pages, the way back to Millrace. */
export function ViewerFrame({ view, door, preview, page, texts, workspace, isOutdated, onGo, onReload, children }: Props): ReactNode {
  const { navigation, pages, theme } = view.document;
  useAppTheme(theme);
  const listed = pages.filter((candidate) => candidate.is_in_navigation);
  return (
    <div className={classes.frame} data-navigation={navigation}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.header}>
        <h1 className={classes.name}>{view.summary === '' ? view.path : view.summary}</h1>
        {navigation !== 'none' && listed.length > 1 && (
          <nav className={classes.pages} aria-label="Pages">
            {listed.map((candidate) => (
              <button
                key={candidate.id}
                type="button"
                className={classes.page}
                aria-current={candidate.id === page.id ? 'page' : undefined}
                onClick={() => onGo(candidate.id)}
              >
                <Icon name={candidate.icon} />
                {pageTitle(candidate, texts)}
              </button>
            ))}
          </nav>
        )}
        <Person view={view} door={door} workspace={workspace} />
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <VisuallyHidden component="h2">{pageTitle(page, texts)}</VisuallyHidden>
        {preview && <PreviewNote view={view} preview={preview} />}
        {isOutdated && (
          <Alert color="current" className={classes.outdated} title="There is a new version of this app">
            What you typed is still here. Reload when you are ready.
            <Button size="xs" variant="default" onClick={onReload} className={classes.reload}>
              Use the new version
            </Button>
          </Alert>
        )}
        {children}
      </main>
    </div>
  );
}

/** Who looks. Members go back to Millrace from here; for others there is nothing behind the app. */
function Person({ view: { user }, door, workspace }: Pick<Props, 'view' | 'door' | 'workspace'>): ReactNode {
  const name = user.name === '' ? user.username : user.name;
  if (door.kind === 'anonymous' || door.kind === 'embed') return name === '' ? null : <span className={classes.back}>{name}</span>;
  return (
    <a className={classes.back} href={`/w/${encodeURIComponent(workspace)}/apps`} aria-label={`${name}: back to Millrace`}>
      <IconArrowBackUp aria-hidden /> <span>{name}</span>
    </a>
  );
}

/** Says what is looked at, and that whatever runs runs as oneself. */
function PreviewNote({ view, preview: { release, as } }: { view: AppView; preview: AppPreview }): ReactNode {
  const what = release === 'draft' ? 'the working copy' : `version ${release}`;
  const whom = as === null ? '' : ` as ${as === 'anonymous' ? 'somebody without an account' : as.replace(/^g\//, 'somebody of ').replace(/^u\//, '')}`;
  const runs = release === 'draft' ? 'What you run here runs as yourself.' : 'It is only looked at: what may change something does not run.';
  return (
    <Alert color="current" className={classes.outdated} title={`You look at ${what} of ${view.path}${whom}`}>
      {runs}
    </Alert>
  );
}
