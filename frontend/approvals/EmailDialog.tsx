import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ApprovalEmail, ApprovalHandler } from '../../backend/approvals/approvals.contract.ts';
import { RunnableField } from '../runnables/RunnableField.tsx';
import { resourcesOfType } from '../schema-form/references.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FormDialog } from '../ui/FormParts.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { setApprovalNotices, workspaceQuery } from './approvals.api.ts';

/** How people and other systems are told of requests: through which mail server, with which words, and by which script. For admins. */
export function EmailDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const settings = useQuery(workspaceQuery(workspace));
  const servers = useQuery(resourcesOfType(workspace, 'smtp'));
  const error = settings.error ?? servers.error;
  if (settings.data && servers.data) {
    return (
      <EmailForm
        current={(settings.data.settings['approval_email'] as ApprovalEmail | undefined) ?? null}
        handler={(settings.data.settings['approval_handler'] as ApprovalHandler | undefined)?.path ?? ''}
        servers={servers.data.map(({ path }) => path)}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened onClose={onClose} title="Notifications">
      {error ? (
        <ErrorNotice error={error} title="The settings could not be read." onRetry={() => void Promise.all([settings.refetch(), servers.refetch()])} />
      ) : (
        <SkeletonForm />
      )}
    </Modal>
  );
}

const nobody = '';
const placeholders = '{{title}}, {{summary}}, {{path}}, {{requested_by}}, {{due_at}}, {{recipient}}, {{url}}';

const scriptsOnly = ['script'] as const;

type EmailFormProps = { current: ApprovalEmail | null; handler: string; servers: readonly string[]; onClose: () => void };

function EmailForm({ current, handler, servers, onClose }: EmailFormProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { resource: current?.resource ?? nobody, subject: current?.subject ?? '', text: current?.text ?? '', handler },
    labels: { resource: 'Mail server', subject: 'Subject', text: 'Text', handler: 'Script that is told' },
    submit: async ({ resource, subject, text, handler: path }) => {
      const email = resource === nobody ? null : { resource, ...(subject.trim() === '' ? {} : { subject }), ...(text.trim() === '' ? {} : { text }) };
      client.setQueryData(workspaceQuery(workspace).queryKey, await setApprovalNotices(workspace, email, path === '' ? null : { path }));
    },
    onDone: onClose,
  });
  const known = [...new Set([...(current ? [current.resource] : []), ...servers])];
  const isSending = form.values.resource !== nobody;
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Notifications"
      description="People who are asked to decide, and those who asked, are told by e-mail. The message links to the inbox; nothing is decided by mail."
      form={form}
      submitLabel="Save settings"
      size="lg"
    >
      <Select
        id={form.idOf('resource')}
        label="Mail server"
        description={
          servers.length === 0 ? (
            <>
              There is no mail server yet.{' '}
              <Link to="/w/$workspace/resources" params={{ workspace }} search={{ new: '1' }}>
                Add a resource of type smtp
              </Link>
            </>
          ) : (
            'A resource of type smtp; it is read in your name'
          )
        }
        data={[{ value: nobody, label: 'Send no e-mail' }, ...known.map((path) => ({ value: path, label: path }))]}
        value={form.values.resource}
        onChange={(next) => form.set('resource', next ?? nobody)}
        error={form.errorOf('resource')}
        allowDeselect={false}
      />
      {isSending && (
        <>
          <TextInput label="Subject" placeholder="As usual" description={`It may hold ${placeholders}`} maxLength={300} {...form.text('subject')} />
          <Textarea
            label="Text"
            placeholder="As usual"
            description="Plain text, with the same fields"
            autosize
            minRows={4}
            maxRows={14}
            maxLength={10_000}
            {...form.text('text')}
          />
        </>
      )}
      <RunnableField
        id={form.idOf('handler')}
        kinds={scriptsOnly}
        label="Script that is told"
        description="It runs in your name for everything that becomes of a request, so that other systems hear of it"
        value={{ kind: 'script', path: form.values.handler }}
        onChange={({ path }) => form.set('handler', path)}
        error={form.errorOf('handler')}
        placeholder="None"
        isClearable
      />
    </FormDialog>
  );
}
