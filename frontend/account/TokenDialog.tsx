import { Button, Modal, Radio, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { CreatedToken } from '../../backend/auth/auth.contract.ts';
import { useMe, useWorkspaceOrNull } from '../session/workspace.ts';
import { FormActions, FormDialog } from '../ui/FormParts.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { OnceShown } from '../ui/OnceShown.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import classes from './Account.module.css';
import { expiryOf, lifetimes, presets, scopeChoices, scopeOf, type ScopeLine } from './scopes.ts';
import { createToken, tokensKey } from './tokens.api.ts';

const choices = scopeChoices();

/** Makes a token: asks what for, then shows it, once. */
export function TokenDialog({ onClose }: { onClose: () => void }): ReactNode {
  const [created, setCreated] = useState<CreatedToken | null>(null);
  if (!created) return <Ask onClose={onClose} onCreated={setCreated} />;
  return (
    <Modal opened onClose={onClose} title={`Token ${created.label}`} size="md">
      <OnceShown value={created.token} label="Token">
        Copy it now: it is shown only this once. Send it as <span className="mono">Authorization: Bearer …</span>
      </OnceShown>
      <FormActions>
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      </FormActions>
    </Modal>
  );
}

function Ask({ onClose, onCreated }: { onClose: () => void; onCreated: (token: CreatedToken) => void }): ReactNode {
  const me = useMe();
  const current = useWorkspaceOrNull();
  const queryClient = useQueryClient();
  const form = useApiForm({
    initial: {
      label: '',
      workspace: current?.id ?? me.memberships[0]?.workspace ?? '',
      lifetime: '90',
      reach: 'scopes',
      scopes: presets[0]?.lines as ScopeLine[],
    },
    labels: { label: 'Label', workspace: 'Workspace', scopes: 'Scopes' },
    checks: {
      label: ({ label }) => (label.trim() === '' ? 'Say what the token is for' : null),
      scopes: ({ reach, scopes }) => (reach === 'scopes' && scopes.length === 0 ? 'Add what the token may do, or let it do everything' : null),
    },
    submit: async ({ label, workspace, lifetime, reach, scopes }) => {
      onCreated(
        await createToken({ label: label.trim(), workspace, scopes: reach === 'all' ? [] : scopes.map(scopeOf), expires_at: expiryOf(lifetime, new Date()) }),
      );
      await queryClient.invalidateQueries({ queryKey: tokensKey });
    },
  });
  const { values, set } = form;
  return (
    <FormDialog isOpen onClose={onClose} title="New API token" form={form} submitLabel="Create token" size={560}>
      <TextInput label="Label" description="What uses it: it is how you find it again" required data-autofocus autoComplete="off" {...form.text('label')} />
      {me.memberships.length > 1 && (
        <Select
          id={form.idOf('workspace')}
          label="Workspace"
          data={me.memberships.map((entry) => ({ value: entry.workspace, label: entry.workspace_name }))}
          value={values.workspace}
          onChange={(next) => next !== null && set('workspace', next)}
          error={form.errorOf('workspace')}
          allowDeselect={false}
        />
      )}
      <Select
        label="Valid for"
        data={[...lifetimes]}
        value={values.lifetime}
        onChange={(next) => next !== null && set('lifetime', next)}
        allowDeselect={false}
      />
      <Radio.Group label="May do" value={values.reach} onChange={(next) => set('reach', next)} id={form.idOf('scopes')} error={form.errorOf('scopes')}>
        <Radio value="scopes" label="Only what is listed here" mt="xs" />
        <Radio value="all" label="Everything that you may do" description="Whoever has the token is you, in this workspace" mt="xs" />
      </Radio.Group>
      {values.reach === 'scopes' && <ScopeBuilder lines={values.scopes} onChange={(lines) => set('scopes', lines)} />}
    </FormDialog>
  );
}

function ScopeBuilder({ lines, onChange }: { lines: readonly ScopeLine[]; onChange: (lines: ScopeLine[]) => void }): ReactNode {
  const replace = (index: number, part: Partial<ScopeLine>): void => onChange(lines.map((line, place) => (place === index ? { ...line, ...part } : line)));
  return (
    <div className={classes.lines} role="group" aria-label="Scopes">
      <div className={classes.presets}>
        {presets.map((preset) => (
          <Button key={preset.id} size="compact-xs" onClick={() => onChange([...preset.lines])}>
            {preset.label}
          </Button>
        ))}
      </div>
      {lines.map((line, index) => (
        <div key={index} className={classes.line}>
          <Select
            aria-label={`Scope ${index + 1}: action`}
            data={choices}
            value={line.action}
            onChange={(action) => action !== null && replace(index, { action })}
            searchable
            allowDeselect={false}
          />
          <TextInput
            aria-label={`Scope ${index + 1}: path`}
            placeholder="everywhere, or f/support"
            value={line.path}
            onChange={(event) => replace(index, { path: event.currentTarget.value })}
            spellCheck={false}
          />
          <IconButton label={`Remove ${scopeOf(line)}`} icon={<IconX />} onClick={() => onChange(lines.filter((_line, place) => place !== index))} />
        </div>
      ))}
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconPlus />}
        className={classes.add}
        onClick={() => onChange([...lines, { action: 'scripts:read', path: '' }])}
      >
        Add scope
      </Button>
    </div>
  );
}
