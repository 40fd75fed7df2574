import { useQuery } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { createContext, use, useState, type ReactNode } from 'react';
import { meQuery } from '../../session/session.api.ts';

const Content = createContext<ReactNode>(null);
const Drawn = (): ReactNode => use(Content);

/** A router whose only place is the workspace: whatever would lead to another page opens it beside the app, which stays as it is. */
function makeRouter(workspace: string) {
  const home = `/w/${encodeURIComponent(workspace)}`;
  const history = createMemoryHistory({ initialEntries: [home] });
  const leave = (to: string): void => void window.open(to, '_blank', 'noopener');
  const root = createRootRoute();
  const place = createRoute({ getParentRoute: () => root, path: '/w/$workspace', component: Drawn });
  history.push = (to) => leave(to);
  history.replace = (to) => {
    if (to !== home) leave(to);
  };
  return createRouter({ routeTree: root.addChildren([place]), history });
}

/** What parts of the product find around them in an app: who is there, the workspace, and links that open beside the app. */
export function PartFrame({ workspace, children }: { workspace: string; children: ReactNode }): ReactNode {
  const { data: me } = useQuery(meQuery);
  const [router] = useState(() => makeRouter(workspace));
  if (!me) return null;
  return (
    <Content value={children}>
      <RouterProvider router={router as never} />
    </Content>
  );
}
