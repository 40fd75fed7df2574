import { useNavigate, useParams } from '@tanstack/react-router';
import { useWorkspace } from '../session/workspace.ts';
import { useUrlState } from './useUrlState.ts';

const pages = {
  resources: { list: '/w/$workspace/resources', one: '/w/$workspace/resources/$' },
  variables: { list: '/w/$workspace/variables', one: '/w/$workspace/variables/$' },
} as const;

/** What is open beside a list whose things open in a drawer. */
export type DrawerItem = {
  /** The path of the open one. */
  open: string | undefined;
  /** A new one is being made: the address says so, and the person may. */
  isNew: boolean;
  /** Where a new one belongs: the folder that the list shows, or the person's own space. */
  startFolder: string;
  show: (path: string) => void;
  close: () => void;
  startNew: () => void;
};

/** Keeps in the address what a list with a drawer shows, so that Back closes it and a link opens it; the filters of the list stay. */
export function useDrawerItem(kind: keyof typeof pages): DrawerItem {
  const { id: workspace, username, canBuild } = useWorkspace();
  const { _splat: open } = useParams({ strict: false });
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const withoutNew = (previous: Record<string, string | undefined>): Record<string, string | undefined> => ({ ...previous, new: undefined });
  return {
    open,
    isNew: open === undefined && state['new'] === '1' && canBuild,
    startFolder: state['folder']?.split('/').slice(0, 2).join('/') ?? `u/${username}`,
    show: (path) => void navigate({ to: pages[kind].one, params: { workspace, _splat: path }, search: withoutNew }),
    close: () => void navigate({ to: pages[kind].list, params: { workspace }, search: withoutNew }),
    startNew: () => change({ new: '1' }),
  };
}
