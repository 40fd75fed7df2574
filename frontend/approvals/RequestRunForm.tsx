import { Button, Textarea } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import { SchemaForm } from '../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../schema-form/useSchemaForm.ts';
import { FormSummary } from '../ui/FormParts.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { approvalQuery, approvalsKey, requestRun } from './approvals.api.ts';
import classes from './RequestRunForm.module.css';

/** Props of {@link RequestRunForm}. */
export type RequestRunFormProps = {
  workspace: string;
  kind: 'script' | 'flow' | 'agent';
  path: string;
  schema: JsonObject;
  given: JsonObject;
  onArgs?: (args: JsonObject) => void;
  onAsked?: (approval: Approval) => void;
  /** Beside the button. */
  children?: ReactNode;
};

/** The form of a script, flow or agent that one may see but not run: it asks those who decide, with a reason. */
export function RequestRunForm({ workspace, kind, path, schema, given, onArgs, onAsked, children }: RequestRunFormProps): ReactNode {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const form = useSchemaForm({
    schema,
    given,
    serverPrefix: '/args',
    submit: async (args) => {
      const approval = await requestRun(workspace, { kind, path, args, reason });
      client.setQueryData(approvalQuery(workspace, approval.id).queryKey, approval);
      setReason('');
      onAsked?.(approval);
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
  });
  const { value } = form;
  useEffect(() => onArgs?.(value), [onArgs, value]);
  useShortcut('mod+enter', 'Request to run', () => form.onSubmit());
  const hasArguments = Object.keys((schema['properties'] ?? {}) as object).length > 0;
  return (
    <form onSubmit={form.onSubmit} noValidate className={classes.form} aria-label={`Request to run ${path}`}>
      <p className={classes.notice}>Runs need an approval. Fill in the form and ask: once it is approved, it runs in your name with exactly these arguments.</p>
      <FormSummary problems={form.summary} error={form.error} />
      {hasArguments && <SchemaForm {...form.form} isDisabled={form.isBusy} />}
      <Textarea
        label="Why"
        description="Those who decide read it first"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={20_000}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" leftSection={<IconChecklist />} rightSection={<Kbd keys="mod+enter" />} loading={form.isBusy}>
          Request to run
        </Button>
        {children}
      </div>
    </form>
  );
}
