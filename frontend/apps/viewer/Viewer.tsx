import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { AppPage } from '../../../backend/apps/app.contract.ts';
import type { AppView } from '../../../backend/apps/apps.contract.ts';
import { PageView } from '../runtime/PageView.tsx';
import { readAddress, readParams, writeAddress, type AppAddress } from './address.ts';
import { NoApp } from './NoApp.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';
import { useOpenPage } from './useOpenPage.ts';
import { getAppView } from './viewer.api.ts';
import { ViewerFrame } from './ViewerFrame.tsx';
import classes from './Viewer.module.css';

/** A released app in the browser of someone who uses it: `/a/<workspace>/<path>`. */
export function Viewer(): ReactNode {
  const [address, setAddress] = useState(() => readAddress(location.pathname, location.search));
  useEffect(() => {
    const onBack = (): void => setAddress(readAddress(location.pathname, location.search));
    addEventListener('popstate', onBack);
    return () => removeEventListener('popstate', onBack);
  }, []);
  const { data, error, refetch } = useQuery({
    queryKey: ['app_view', address?.workspace, address?.path],
    queryFn: () => getAppView(address?.workspace ?? '', address?.path ?? ''),
    enabled: address !== null,
    staleTime: Infinity,
    retry: false,
  });
  if (!address) return <NoApp error={null} onRetry={null} />;
  if (error && !data) return <NoApp error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className={classes.opening} role="status" aria-label="Opening" />;
  return <OpenApp view={data} address={address} onAddress={setAddress} onReload={() => void refetch()} />;
}

type OpenAppProps = { view: AppView; address: AppAddress; onAddress: (address: AppAddress | null) => void; onReload: () => void };

function OpenApp({ view, address, onAddress, onReload }: OpenAppProps): ReactNode {
  const { pages } = view.document;
  const page = pages.find(({ id }) => id === address.page) ?? pages[0];
  const [isOutdated, setIsOutdated] = useState(false);
  const { workspace, path } = address;
  const go = useCallback(
    (id: string, params: Readonly<Record<string, unknown>>): void => {
      const target = pages.find((candidate) => candidate.id === id);
      if (!target) return;
      history.pushState(null, '', writeAddress({ workspace, path }, target, target === pages[0], params));
      onAddress(readAddress(location.pathname, location.search));
    },
    [pages, workspace, path, onAddress],
  );
  useEffect(() => {
    document.title = [page?.title, view.summary === '' ? view.path : view.summary].filter((part) => part !== undefined && part !== '').join(' · ');
  }, [page, view]);
  if (!page) return <NoApp error={null} onRetry={null} />;
  const reload = (): void => {
    setIsOutdated(false);
    onReload();
  };
  return (
    <ViewerFrame view={view} page={page} workspace={workspace} isOutdated={isOutdated} onGo={(id) => go(id, {})} onReload={reload}>
      <OpenPage key={page.id} workspace={workspace} view={view} page={page} params={address.params} onGo={go} onNewRelease={() => setIsOutdated(true)} />
      <QuestionDialog />
    </ViewerFrame>
  );
}

type OpenPageProps = {
  workspace: string;
  view: AppView;
  page: AppPage;
  params: Readonly<Record<string, string>>;
  onGo: (page: string, params: Readonly<Record<string, unknown>>) => void;
  onNewRelease: () => void;
};

function OpenPage({ workspace, view, page, params, onGo, onNewRelease }: OpenPageProps): ReactNode {
  const paramsText = JSON.stringify(readParams(page, params));
  const [newRelease] = useState(() => onNewRelease);
  const events = useMemo(() => ({ go: onGo, onNewRelease: newRelease }), [onGo, newRelease]);
  const { runtime, host } = useOpenPage(workspace, view, page, paramsText, events);
  if (!runtime || !host) return <div className={classes.opening} role="status" aria-label="Opening" />;
  return <PageView runtime={runtime} page={page} host={host} />;
}
