import { IconArrowRight, IconBolt, IconClock, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { api, inWorkspace } from '../api/client.ts';
import { usePreferences } from '../session/preferences.ts';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { shortenId } from '../ui/format.ts';
import { lookOfLanguage } from '../theme/kinds.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { useShortcutStore } from '../ui/shortcuts.ts';
import { navigationFor } from './navigation.ts';
import { newThings } from './new-things.ts';
import { describeVisit, hrefOfHit, rank, scoreOf, type SearchHit } from './palette-items.ts';
import { readVisits } from './recent.ts';
import { useSignOut } from './UserMenu.tsx';

/** One line of the search: what it is, and what choosing it does. */
export type PaletteEntry = { id: string; icon: ReactNode; title: string; subtitle?: string; keys?: string; perform: () => void };

/** Entries under a heading. */
export type PaletteSection = { heading: string; entries: PaletteEntry[] };

const typingMs = 90;
const recentCount = 6;

function useCommands(workspace: CurrentWorkspace, onHelp: () => void): PaletteEntry[] {
  const navigate = useNavigate();
  const leave = useSignOut();
  return useMemo(() => {
    const { change } = usePreferences.getState();
    const command = (id: string, title: string, perform: () => void, keys?: string): PaletteEntry => ({ id, icon: <IconBolt />, title, perform, keys });
    const ofPage = useShortcutStore
      .getState()
      .entries.map((entry) => entry.shortcut)
      .filter((shortcut) => shortcut.current.group === undefined)
      .map((shortcut) =>
        command(`page-${shortcut.current.keys}`, shortcut.current.label, () => shortcut.current.perform(new KeyboardEvent('keydown')), shortcut.current.keys),
      );
    const making = workspace.canBuild
      ? newThings(workspace.id, null).map((thing): PaletteEntry => ({
          id: `new-${thing.kind}`,
          icon: <IconPlus />,
          title: `New ${thing.label.toLowerCase()}`,
          perform: () => void navigate({ href: thing.href }),
        }))
      : [];
    return [
      ...ofPage,
      command(
        'chat',
        'New conversation with an agent',
        () => void navigate({ to: '/w/$workspace/chat', params: { workspace: workspace.id }, search: { new: '1' } }),
      ),
      ...making,
      command('theme-light', 'Theme: light', () => change({ theme: 'light' })),
      command('theme-dark', 'Theme: dark', () => change({ theme: 'dark' })),
      command('theme-system', 'Theme: as the system', () => change({ theme: 'system' })),
      command('density-compact', 'Rows: compact', () => change({ density: 'compact' })),
      command('density-comfortable', 'Rows: comfortable', () => change({ density: 'comfortable' })),
      command('account', 'Account and tokens', () => void navigate({ to: '/account' })),
      command('keys', 'Keys of this page', onHelp, '?'),
      command('sign-out', 'Sign out', leave),
    ];
  }, [workspace.id, workspace.canBuild, navigate, leave, onHelp]);
}

/** What the search shows for what was typed: recent things first, `>` for commands alone. */
export function usePalette(
  workspace: CurrentWorkspace,
  text: string,
  onHelp: () => void,
): { sections: PaletteSection[]; isSearching: boolean; error: unknown } {
  const navigate = useNavigate();
  const commands = useCommands(workspace, onHelp);
  const isCommand = text.startsWith('>');
  const query = (isCommand ? text.slice(1) : text).trim();
  const [asked] = useDebouncedValue(query, typingMs);
  const found = useQuery<SearchHit[]>({
    queryKey: [workspace.id, 'search', asked],
    queryFn: ({ signal }) =>
      api.get<{ items: SearchHit[] }>(inWorkspace(workspace.id, '/search'), { q: asked, limit: 20 }, signal).then((answer) => answer.items),
    enabled: !isCommand && asked !== '',
    placeholderData: keepPreviousData,
  });
  const go = (href: string) => () => void navigate({ href });
  const pages = navigationFor(workspace)
    .flatMap((section) => section.items)
    .map((item) => ({
      entry: {
        id: `page-${item.id}`,
        icon: <IconArrowRight />,
        title: item.label,
        keys: `g ${item.key}`,
        perform: () => void navigate({ to: item.to, params: { workspace: workspace.id } }),
      },
      words: `${item.label} ${item.words ?? ''}`,
    }));
  const commandSection: PaletteSection = { heading: 'Commands', entries: rank(commands, query, (entry) => entry.title) };
  if (isCommand) return { sections: commandSection.entries.length > 0 ? [commandSection] : [], isSearching: false, error: null };
  const recent = readVisits(workspace.id).flatMap((href): PaletteEntry[] => {
    const visit = describeVisit(href);
    return visit
      ? [
          {
            id: `recent-${href}`,
            icon: visit.kind === 'job' ? <IconClock /> : <KindIcon kind={visit.kind} />,
            title: visit.kind === 'job' ? `Run ${shortenId(visit.title)}` : visit.title,
            perform: go(href),
          },
        ]
      : [];
  });
  // Those whose name says it come before those where it only stands in the path.
  const byName = [...(found.data ?? [])].sort((one, other) => scoreOf(other.title, query) - scoreOf(one.title, query));
  const hits = (query === '' ? [] : byName).map((hit): PaletteEntry => ({
    id: `hit-${hit.kind}-${hit.path}`,
    icon: <KindIcon kind={hit.kind} />,
    title: hit.title,
    subtitle: hit.kind === 'script' ? lookOfLanguage(hit.subtitle).word : hit.subtitle,
    perform: go(hrefOfHit(workspace.id, hit)),
  }));
  const hitHrefs = new Set((found.data ?? []).map((hit) => `recent-${hrefOfHit(workspace.id, hit)}`));
  const sections: PaletteSection[] = [
    {
      heading: 'Recent',
      entries: rank(recent, query, (entry) => entry.title)
        .filter((entry) => query === '' || !hitHrefs.has(entry.id))
        .slice(0, query === '' ? recentCount : 3),
    },
    { heading: 'Found', entries: hits },
    { heading: 'Pages', entries: rank(pages, query, (page) => page.words).map((page) => page.entry) },
    ...(query === '' ? [] : [{ ...commandSection, entries: commandSection.entries.slice(0, 5) }]),
  ];
  return { sections: sections.filter((section) => section.entries.length > 0), isSearching: found.isFetching || asked !== query, error: found.error };
}
