import { Button, SegmentedControl } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { FieldGroup } from '../../../../components/component.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore, useSelected } from '../editor-context.ts';
import { removal } from '../edits.ts';
import { duplicate } from '../canvas/clipboard.ts';
import { ActionEditor } from './ActionEditor.tsx';
import { AlignButtons } from './AlignButtons.tsx';
import { fieldsOf } from './fields.ts';
import { FindField } from './FindField.tsx';
import { Handlers } from './Handlers.tsx';
import { NameField } from './NameField.tsx';
import { PageEditor } from './PageEditor.tsx';
import { PlaceFields } from './PlaceFields.tsx';
import { PropField } from './PropField.tsx';
import classes from './Inspector.module.css';

const groups: readonly { value: FieldGroup; label: string }[] = [
  { value: 'content', label: 'Content' },
  { value: 'behaviour', label: 'Behaviour' },
  { value: 'look', label: 'Look' },
];

/** What is selected, with everything about it that can be changed. */
export function Inspector(): ReactNode {
  const selection = useEditor((editor) => editor.selection);
  if (selection.kind === 'action') return <ActionEditor key={selection.id} id={selection.id} />;
  if (selection.kind === 'page') return <PageEditor />;
  return selection.ids.length === 1 ? <ComponentInspector key={selection.ids[0]} /> : <ManyInspector ids={selection.ids} />;
}

function ComponentInspector(): ReactNode {
  const selected = useSelected();
  const [group, setGroup] = useState<FieldGroup>('content');
  const [search, setSearch] = useState('');
  const [hasMore, setHasMore] = useState(false);
  const definition = selected && catalog.get(selected.node.type);
  if (!selected || !definition) return null;
  const { node } = selected;
  const all = fieldsOf(definition);
  const words = search.trim().toLowerCase();
  const shown = words === '' ? all.filter((field) => field.group === group) : all.filter(({ label, name }) => `${label} ${name}`.toLowerCase().includes(words));
  const isOpen = hasMore || words !== '';
  const visible = shown.filter((field) => isOpen || !field.isAdvanced || Object.hasOwn(node.props, field.name));
  return (
    <section className={classes.inspector} aria-label={`${definition.title} ${node.id}`}>
      <NameField kind="node" id={node.id} noun={definition.title} />
      <FindField value={search} placeholder="Find a field or an event" onChange={setSearch} />
      {words === '' && (
        <SegmentedControl size="xs" fullWidth data={[...groups]} value={group} onChange={(value) => setGroup(value as FieldGroup)} aria-label="Part" />
      )}
      {visible.map((field) => (
        <PropField key={field.name} node={node} field={field} />
      ))}
      {visible.length < shown.length && (
        <Button variant="subtle" size="xs" onClick={() => setHasMore(true)}>
          {shown.length - visible.length} more
        </Button>
      )}
      {group === 'look' && words === '' && <PlaceFields node={node} />}
      {(words !== '' || group === 'behaviour') && <Handlers node={node} definition={definition} search={words} />}
      <ComponentButtons ids={[node.id]} />
    </section>
  );
}

function ManyInspector({ ids }: { ids: readonly string[] }): ReactNode {
  return (
    <section className={classes.inspector} aria-label={`${ids.length} components`}>
      <h2 className={classes.title}>{ids.length} components</h2>
      <p className={classes.words}>Drag or move them with the arrows, copy, duplicate or delete them together.</p>
      <AlignButtons ids={ids} />
      <ComponentButtons ids={ids} />
    </section>
  );
}

function ComponentButtons({ ids }: { ids: readonly string[] }): ReactNode {
  const store = useEditorStore();
  const what = ids.length === 1 ? (ids[0] ?? '') : `${ids.length} components`;
  return (
    <div className={classes.buttons}>
      <Button size="xs" variant="default" leftSection={<IconCopy aria-hidden />} onClick={() => duplicate(store.getState())}>
        Duplicate
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash aria-hidden />}
        onClick={() => store.getState().perform(removal(store.getState().session.document, ids), `Delete ${what}`)}
      >
        Delete
      </Button>
    </div>
  );
}
