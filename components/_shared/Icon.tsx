import { lazy, Suspense, type ReactNode } from 'react';
import { iconNames, type IconName } from './icon-names.ts';

const names: ReadonlySet<string> = new Set(iconNames);
const Drawn = lazy(async () => {
  const { iconSet } = await import('./icon-set.ts');
  return {
    default: ({ name, className }: { name: IconName; className?: string | undefined }): ReactNode => {
      const Chosen = iconSet[name];
      return <Chosen aria-hidden className={className} />;
    },
  };
});

/** An icon by its name; nothing for a name that is not known. The set is loaded with the first icon, whose place is kept free until then. */
export function Icon({ name, className }: { name: string | undefined; className?: string }): ReactNode {
  if (name === undefined || !names.has(name)) return null;
  return (
    <Suspense fallback={<span className={className} style={{ width: 'var(--icon-size)', height: 'var(--icon-size)', display: 'inline-block' }} />}>
      <Drawn name={name as IconName} className={className} />
    </Suspense>
  );
}
