import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { InlineAction } from '../../../../backend/apps/core/inline-code.ts';
import { putScript, scriptsKey } from '../../../scripts/scripts.api.ts';
import { FormDialog } from '../../../ui/FormParts.tsx';
import { PathField } from '../../../ui/PathField.tsx';
import { joinPath, splitPath } from '../../../ui/item-path.ts';
import { toast } from '../../../ui/toast.ts';
import { useApiForm } from '../../../ui/useApiForm.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { settingsOf } from './run-of-action.ts';

/** `refundOrder` as the name of a script: `refund_order`. */
const scriptName = (id: string): string => id.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Deploys the code of an action as a script, and lets the action run that. Undo gives the code back to the action; the script stays. */
export function PromoteDialog({ action, onClose }: { action: InlineAction; onClose: () => void }): ReactNode {
  const { workspace, path: appPath } = useEditor((editor) => editor);
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const { id, run, title = '' } = action;
  const form = useApiForm({
    initial: { summary: title, path: joinPath(splitPath(appPath).space, scriptName(id)) },
    labels: { summary: 'Summary', path: 'Path' },
    checks: { path: ({ path }) => (splitPath(path).name === '' ? 'Give it a name in its folder' : null) },
    submit: async ({ summary, path }) => {
      const { language, content } = run;
      const message = `From the action ${id} of ${appPath}`;
      await putScript(workspace, path, { language, content, summary, description: '', settings: settingsOf(run), message, if_version: 0 });
      await queryClient.invalidateQueries({ queryKey: scriptsKey(workspace) });
      const now = store.getState().session.document.actions.find((candidate) => candidate.id === id) ?? action;
      store.getState().perform({ do: 'put_action', action: { ...now, run: { kind: 'script', path } } }, `Run ${path}`);
      toast({ title: `${id} now runs ${path}`, message: 'With the next release of the app, so do its viewers.' });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Make it a script of the workspace"
      description="It gets versions, schedules and a page of its own, and other apps and flows may run it. Who runs it needs the right to do so."
      form={form}
      submitLabel="Deploy script"
    >
      <PathField value={form.values.path} onChange={(path) => form.set('path', path)} error={form.errorOf('path')} id={form.idOf('path')} />
      <TextInput label="Summary" placeholder="Refunds an order" {...form.text('summary')} />
    </FormDialog>
  );
}
