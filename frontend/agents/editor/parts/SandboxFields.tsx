import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentSandbox } from '../../../../backend/agents/agent.contract.ts';
import { NumberSetting } from '../../../flows/editor/settings/fields.tsx';
import { autoRule } from '../agent-document.ts';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';
import { RuleFields } from './RuleFields.tsx';

const firstSandbox: AgentSandbox = { scope: 'thread', quota_mb: 100, is_network_allowed: false, rule: autoRule };

/** A shell and files that stay. */
export function SandboxFields(): ReactNode {
  const { value, set } = useAgentForm();
  const { sandbox } = value;
  const put = (key: keyof AgentSandbox, next: unknown): void => set(['sandbox', key], next);
  return (
    <section className={classes.group}>
      <Switch
        label="A sandbox with a shell and files"
        description="Commands run apart from everything else; the files stay between runs."
        checked={sandbox !== null}
        onChange={({ currentTarget }) => set(['sandbox'], currentTarget.checked ? firstSandbox : null)}
      />
      {sandbox && (
        <div className={classes.card}>
          <div className={classes.cardBody} style={{ borderTop: 0 }}>
            <div className={classes.pair}>
              <Select
                label="Files belong to"
                data={[
                  { value: 'thread', label: 'each conversation' },
                  { value: 'agent', label: 'the agent, for all conversations' },
                ]}
                value={sandbox.scope}
                onChange={(next) => next && put('scope', next)}
                allowDeselect={false}
              />
              <NumberSetting
                label="Room for files"
                suffix=" MB"
                min={1}
                max={10_240}
                value={sandbox.quota_mb}
                onChange={(next) => put('quota_mb', next ?? 100)}
              />
            </div>
            <Switch
              label="May reach the network"
              checked={sandbox.is_network_allowed}
              onChange={({ currentTarget }) => put('is_network_allowed', currentTarget.checked)}
            />
            <RuleFields label="When the model uses it" value={sandbox.rule} onChange={(rule) => put('rule', rule)} pointer="/value/sandbox/rule" />
          </div>
        </div>
      )}
    </section>
  );
}
