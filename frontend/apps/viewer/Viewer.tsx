import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { AppPage } from '../../../backend/apps/app.contract.ts';
import { readPageParams } from '../../../backend/apps/core/page-params.ts';
import { pageTitle } from '../../../backend/apps/core/texts.ts';
import { isApiError } from '../../api/api-error.ts';
import { PageView } from '../runtime/PageView.tsx';
import { readAddress, writeAddress, type AppAddress } from './address.ts';
import { NoApp } from './NoApp.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';
import { useOpenPage } from './useOpenPage.ts';
import { openApp, type OpenedApp } from './open-app.ts';
import { useLanguage, type AppLanguage } from './useLanguage.ts';
import { ViewerFrame } from './ViewerFrame.tsx';
import { WrongLink } from './WrongLink.tsx';
import classes from './Viewer.module.css';

/** A released app in the browser of someone who uses it: `/a/<workspace>/<path>`. */
export function Viewer({ isSignedIn, onSignIn }: { isSignedIn: boolean; onSignIn: () => void }): ReactNode {
  const [address, setAddress] = useState(() => readAddress(location.pathname, location.search));
  useEffect(() => {
    const onBack = (): void => setAddress(readAddress(location.pathname, location.search));
    addEventListener('popstate', onBack);
    return () => removeEventListener('popstate', onBack);
  }, []);
  const { data, error, refetch } = useQuery({
    queryKey: ['app_view', address?.workspace, address?.path],
    queryFn: () => (address ? openApp(address, isSignedIn) : null),
    enabled: address !== null,
    staleTime: Infinity,
    retry: false,
  });
  const mustSignIn = error !== null && !data && !isSignedIn && address?.entry === 'a' && isApiError(error, 'app/not_found', 'workspace/not_found');
  useEffect(() => {
    if (mustSignIn) onSignIn();
  }, [mustSignIn, onSignIn]);
  if (!address) return <NoApp error={null} onRetry={null} />;
  if (mustSignIn) return null;
  if (error && !data) return <NoApp error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className={classes.opening} role="status" aria-label="Opening" />;
  return <OpenApp opened={data} address={address} onAddress={setAddress} onReload={() => void refetch()} />;
}

type OpenAppProps = { opened: OpenedApp; address: AppAddress; onAddress: (address: AppAddress | null) => void; onReload: () => void };

function OpenApp({ opened, address, onAddress, onReload }: OpenAppProps): ReactNode {
  const { view, door } = opened;
  const { pages } = view.document;
  const page = pages.find(({ id }) => id === address.page) ?? pages[0];
  const [isOutdated, setIsOutdated] = useState(false);
  const { entry, preview, workspace, path } = address;
  const language = useLanguage(view.document, `${workspace}/${path}`);
  const go = useCallback(
    (id: string, params: Readonly<Record<string, unknown>>): void => {
      const target = pages.find((candidate) => candidate.id === id);
      if (!target) return;
      history.pushState(null, '', writeAddress({ entry, preview, workspace, path }, target, target === pages[0], params));
      onAddress(readAddress(location.pathname, location.search));
    },
    [pages, entry, preview, workspace, path, onAddress],
  );
  useEffect(() => {
    document.title = [page && pageTitle(page, language.texts), view.summary === '' ? view.path : view.summary]
      .filter((part) => part !== undefined && part !== '')
      .join(' · ');
  }, [page, view, language.texts]);
  if (!page) return <NoApp error={null} onRetry={null} />;
  const reload = (): void => {
    setIsOutdated(false);
    onReload();
  };
  return (
    <ViewerFrame
      view={view}
      door={door}
      preview={preview}
      page={page}
      texts={language.texts}
      workspace={workspace}
      isOutdated={isOutdated}
      onGo={(id) => go(id, {})}
      onReload={reload}
    >
      <OpenPage
        key={page.id}
        workspace={workspace}
        opened={opened}
        page={page}
        params={address.params}
        language={language}
        onGo={go}
        onNewRelease={() => setIsOutdated(true)}
      />
      <QuestionDialog />
    </ViewerFrame>
  );
}

type OpenPageProps = {
  workspace: string;
  opened: OpenedApp;
  page: AppPage;
  params: Readonly<Record<string, string>>;
  language: AppLanguage;
  onGo: (page: string, params: Readonly<Record<string, unknown>>) => void;
  onNewRelease: () => void;
};

/** The page, unless the link that led here does not say what it needs. */
function OpenPage({ page, params, ...props }: OpenPageProps): ReactNode {
  const { values, problems } = readPageParams(page, params);
  const [first] = props.opened.view.document.pages;
  const isIncomplete = problems.some(({ isMissing }) => isMissing);
  const leave = first && first.id !== page.id ? () => props.onGo(first.id, {}) : null;
  return (
    <>
      {problems.length > 0 && <WrongLink problems={problems} page={pageTitle(page, props.language.texts)} onLeave={leave} />}
      {!isIncomplete && <RunningPage {...props} page={page} paramsText={JSON.stringify(values)} />}
    </>
  );
}

function RunningPage({ workspace, opened, page, paramsText, language, onGo, onNewRelease }: Omit<OpenPageProps, 'params'> & { paramsText: string }): ReactNode {
  const [newRelease] = useState(() => onNewRelease);
  // Which language is spoken is the business of the page that is open: it changes without opening it anew.
  const [first] = useState(language.language);
  const { choose } = language;
  const events = useMemo(() => ({ go: onGo, onNewRelease: newRelease, onLanguage: choose }), [onGo, newRelease, choose]);
  const { runtime, host } = useOpenPage(workspace, opened.door, opened.view, page, paramsText, first, events);
  if (!runtime || !host) return <div className={classes.opening} role="status" aria-label="Opening" />;
  return <PageView runtime={runtime} page={page} host={host} />;
}
