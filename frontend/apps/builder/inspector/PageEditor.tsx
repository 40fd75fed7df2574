import { Button, MultiSelect, Switch, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AppPage } from '../../../../backend/apps/app.contract.ts';
import { groupsQuery } from '../../../people/people.api.ts';
import { useEditedPage, useEditor, useEditorStore } from '../editor-context.ts';
import { NameField } from './NameField.tsx';
import { ParameterFields } from './ParameterFields.tsx';
import classes from './Inspector.module.css';

/** The page on the canvas: title, parameters, who sees it. */
export function PageEditor(): ReactNode {
  const store = useEditorStore();
  const page = useEditedPage();
  const workspace = useEditor((editor) => editor.workspace);
  const count = useEditor(({ session }) => session.document.pages.length);
  const problems = useEditor((editor) => editor.problems);
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  if (!page) return null;
  const put = (change: Partial<AppPage>, merge?: string): void => {
    const { body: _body, ...fields } = { ...page, ...change };
    store.getState().perform({ do: 'set_page', ...fields }, `Page ${page.id}`, merge);
  };
  return (
    <section className={classes.inspector} aria-label={`Page ${page.id}`}>
      <NameField kind="page" id={page.id} noun="Page" />
      <TextInput
        label="Title"
        value={page.title}
        onChange={(event) => put({ title: event.currentTarget.value }, `page:${page.id}:title`)}
        onBlur={() => store.getState().settle()}
      />
      <Switch label="In the navigation" checked={page.is_in_navigation} onChange={(event) => put({ is_in_navigation: event.currentTarget.checked })} />
      <MultiSelect
        label="Seen by"
        description="Nobody chosen: everybody who may open the app. The server holds pages back from others."
        data={groups.map(({ name }) => name)}
        value={page.visible_to ?? []}
        onChange={(visible) => put(visible.length > 0 ? { visible_to: visible } : { visible_to: undefined })}
        placeholder={page.visible_to ? undefined : 'Everybody'}
      />
      <ParameterFields
        params={page.params}
        problems={problems.filter(({ part }) => part.kind === 'page' && part.id === page.id)}
        onChange={(params, merge) => put({ params }, merge && `page:${page.id}:params:${merge}`)}
        onDone={() => store.getState().settle()}
      />
      {count > 1 && (
        <div className={classes.buttons}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash aria-hidden />}
            onClick={() => store.getState().perform({ do: 'remove_page', id: page.id }, `Delete page ${page.id}`)}
          >
            Delete page
          </Button>
        </div>
      )}
    </section>
  );
}
