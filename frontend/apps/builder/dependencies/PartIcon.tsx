import { IconArrowNarrowRight, IconBolt, IconVariable } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ComponentIcon } from '../panels/ComponentIcon.tsx';
import type { Part } from './dependency-graph.ts';

/** What kind of part it is: the icon of the component, or that of actions, variables and what comes with the page. */
export function PartIcon({ part: { kind, type } }: { part: Part }): ReactNode {
  if (kind === 'component') return <ComponentIcon type={type} />;
  return kind === 'action' ? <IconBolt aria-hidden /> : kind === 'variable' ? <IconVariable aria-hidden /> : <IconArrowNarrowRight aria-hidden />;
}
