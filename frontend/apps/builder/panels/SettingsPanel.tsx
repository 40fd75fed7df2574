import { MultiSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AppCommand } from '../../../../backend/apps/app-commands.contract.ts';
import { groupsQuery } from '../../../people/people.api.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { TextsButton } from '../texts/TextsButton.tsx';
import { SharingFields } from './SharingFields.tsx';
import classes from './Panels.module.css';

type Settings = Omit<Extract<AppCommand, { do: 'set_app' }>, 'do'>;

const accents = [
  { value: 'current', label: 'Teal, as Millrace itself' },
  { value: 'blue', label: 'Blue' },
  { value: 'violet', label: 'Violet' },
  { value: 'green', label: 'Green' },
  { value: 'amber', label: 'Amber' },
  { value: 'red', label: 'Red' },
  { value: 'grey', label: 'Grey' },
];
const modes = [
  { value: 'auto', label: 'as people like' },
  { value: 'light', label: 'light' },
  { value: 'dark', label: 'dark' },
];

/** What belongs to the whole app: its name, its looks, who may open it. */
export function SettingsPanel(): ReactNode {
  const store = useEditorStore();
  const { workspace, summary, description, document } = {
    workspace: useEditor((editor) => editor.workspace),
    summary: useEditor((editor) => editor.summary),
    description: useEditor((editor) => editor.description),
    document: useEditor(({ session }) => session.document),
  };
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const { navigation, theme, audience, language } = document;
  const put = (change: Partial<Settings>): void =>
    void store.getState().perform({ do: 'set_app', navigation, theme, audience, ...(language ? { language } : {}), ...change }, 'Settings of the app');
  return (
    <div className={classes.panel}>
      <TextInput label="Name" value={summary} onChange={(event) => store.getState().setTexts({ summary: event.currentTarget.value })} />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => store.getState().setTexts({ description: event.currentTarget.value })}
      />
      <Select
        label="Navigation"
        data={[
          { value: 'top', label: 'At the top' },
          { value: 'side', label: 'At the side' },
          { value: 'none', label: 'None' },
        ]}
        value={navigation}
        allowDeselect={false}
        onChange={(next) => put({ navigation: (next ?? 'top') as Settings['navigation'] })}
      />
      <Select
        label="Colour"
        data={accents}
        value={theme.accent}
        allowDeselect={false}
        onChange={(accent) => put({ theme: { ...theme, accent: (accent ?? 'current') as Settings['theme']['accent'] } })}
      />
      <div>
        <span className={classes.label}>Light or dark</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Light or dark"
          data={modes}
          value={theme.mode}
          onChange={(mode) => put({ theme: { ...theme, mode: mode as Settings['theme']['mode'] } })}
        />
      </div>
      <div>
        <span className={classes.label}>Density</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Density"
          data={['comfortable', 'compact']}
          value={theme.density}
          onChange={(density) => put({ theme: { ...theme, density: density as Settings['theme']['density'] } })}
        />
      </div>
      <MultiSelect
        label="May be opened by"
        description={audience.kind === 'members' ? 'Nobody chosen: everybody who may read its folder.' : 'And by those who may edit it.'}
        data={groups.map(({ name }) => name)}
        value={audience.groups}
        onChange={(chosen) => put({ audience: { ...audience, kind: chosen.length > 0 ? 'groups' : 'members', groups: chosen } })}
      />
      <TextsButton />
      <SharingFields workspace={workspace} audience={audience} onChange={(next) => put({ audience: next })} />
    </div>
  );
}
