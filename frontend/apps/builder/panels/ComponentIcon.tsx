import {
  IconAppWindow,
  IconForms,
  IconHandClick,
  IconLayoutSidebarRight,
  IconPuzzle,
  IconSelect,
  IconSquare,
  IconTable,
  IconTypography,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { catalog } from '../../../../components/definitions.ts';

/** Icons by the names that definitions use. */
const icons: Readonly<Record<string, Icon>> = {
  'app-window': IconAppWindow,
  forms: IconForms,
  'hand-click': IconHandClick,
  'layout-sidebar-right': IconLayoutSidebarRight,
  select: IconSelect,
  square: IconSquare,
  table: IconTable,
  typography: IconTypography,
};

/** The icon of a type of component. */
export function ComponentIcon({ type }: { type: string }): ReactNode {
  const Chosen = icons[catalog.get(type)?.icon ?? ''] ?? IconPuzzle;
  return <Chosen aria-hidden />;
}
