import { DirectionProvider, Select, Switch } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import type { ComponentCategory } from '../../../components/component.ts';
import { definitions } from '../../../components/definitions.ts';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { QuestionDialog } from '../viewer/QuestionDialog.tsx';
import { ComponentExamples } from './ComponentExamples.tsx';
import classes from './Gallery.module.css';

const categories: readonly (readonly [ComponentCategory, string])[] = [
  ['layout', 'Layout'],
  ['display', 'Show'],
  ['input', 'Ask'],
  ['data', 'Data'],
  ['action', 'Do'],
  ['work', 'Work'],
];

const choices = categories.map(([category, group]) => ({
  group,
  items: definitions.filter((definition) => definition.category === category).map(({ type, title }) => ({ value: type, label: title })),
}));

/** Every component of apps in its states: for those who build apps, and for the tests that go through all of them. */
export function GalleryPage(): ReactNode {
  const [url, change] = useUrlState();
  const { component, theme, direction, disabled } = url;
  useRootAttribute('data-mantine-color-scheme', theme === 'dark' || theme === 'light' ? theme : undefined);
  useRootAttribute('dir', direction === 'rtl' ? 'rtl' : undefined);
  const isDark = theme === 'dark' || (theme === undefined && document.documentElement.dataset['mantineColorScheme'] === 'dark');
  const shown = definitions.filter(({ type }) => component === undefined || type === component);
  return (
    <Page header={<PageHeader title="Components" description="What apps are made of, in every state" />}>
      <div className={classes.controls}>
        <Select
          aria-label="Component"
          placeholder="All components"
          data={choices.filter(({ items }) => items.length > 0)}
          value={component ?? null}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Show all components' }}
          onChange={(next) => change({ component: next ?? undefined }, 'push')}
        />
        <Switch label="Dark" checked={isDark} onChange={() => change({ theme: isDark ? 'light' : 'dark' })} />
        <Switch label="Right to left" checked={direction === 'rtl'} onChange={() => change({ direction: direction === 'rtl' ? undefined : 'rtl' })} />
        <Switch label="Disabled" checked={disabled === 'yes'} onChange={() => change({ disabled: disabled === 'yes' ? undefined : 'yes' })} />
      </div>
      <DirectionProvider key={direction ?? 'ltr'} initialDirection={direction === 'rtl' ? 'rtl' : 'ltr'} detectDirection={false}>
        <div className={classes.all}>
          {shown.map((definition) => (
            <ComponentExamples key={definition.type} definition={definition} isDisabled={disabled === 'yes'} />
          ))}
          {shown.length === 0 && <p>There is no component of this name.</p>}
        </div>
      </DirectionProvider>
      <QuestionDialog />
    </Page>
  );
}

/** Sets an attribute of the document while this page is open, and puts back what was there. */
function useRootAttribute(name: string, value: string | undefined): void {
  useEffect(() => {
    if (value === undefined) return undefined;
    const before = document.documentElement.getAttribute(name);
    document.documentElement.setAttribute(name, value);
    return () => {
      if (before === null) document.documentElement.removeAttribute(name);
      else document.documentElement.setAttribute(name, before);
    };
  }, [name, value]);
}
