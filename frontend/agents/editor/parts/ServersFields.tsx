import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AgentMcpServer, ToolRuleName } from '../../../../backend/agents/agent.contract.ts';
import { resourcesOfType } from '../../../schema-form/references.api.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { autoRule, toolNameOf } from '../agent-document.ts';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';
import { RuleFields } from './RuleFields.tsx';

/** Tools of MCP servers. */
export function ServersFields(): ReactNode {
  const { editor, value, set } = useAgentForm();
  const { data: resources = [] } = useQuery(resourcesOfType(editor.workspace, 'mcp_server'));
  const add = (resource: string): void => {
    const taken = new Set([...value.tools, ...value.mcp_servers].map(({ name }) => name));
    const server: AgentMcpServer = {
      name: toolNameOf(resource, taken),
      resource,
      include: null,
      exclude: [],
      rule: { ...autoRule, otherwise: 'ask' },
      read_only_rule: 'auto',
    };
    set(['mcp_servers'], [...value.mcp_servers, server]);
  };
  return (
    <section className={classes.group}>
      <div>
        <h2 className={classes.heading}>MCP servers</h2>
        <p className={classes.quiet}>Tools of other systems, through a resource of the type mcp_server.</p>
      </div>
      <div className={classes.cards}>
        {value.mcp_servers.map((server, index) => (
          <ServerCard key={index} server={server} index={index} paths={resources.map(({ path }) => path)} />
        ))}
      </div>
      <div>
        <Button size="xs" leftSection={<IconPlus />} disabled={value.mcp_servers.length >= 16} onClick={() => add(resources[0]?.path ?? 'f/folder/server')}>
          Add MCP server
        </Button>
      </div>
    </section>
  );
}

const readRules: { value: ToolRuleName; label: string }[] = [
  { value: 'auto', label: 'run by themselves' },
  { value: 'ask', label: 'ask first' },
  { value: 'deny', label: 'are not run' },
];

function ServerCard({ server, index, paths }: { server: AgentMcpServer; index: number; paths: readonly string[] }): ReactNode {
  const { set, errorAt } = useAgentForm();
  const pointer = `/value/mcp_servers/${index}`;
  const put = (key: keyof AgentMcpServer, next: unknown): void => set(['mcp_servers', index, key], next);
  return (
    <div className={classes.card}>
      <div className={classes.cardHead}>
        <span className={`${classes.cardWords} ${classes.cardTitle}`}>{server.name}</span>
        <IconButton label={`Remove ${server.name}`} icon={<IconTrash />} variant="subtle" onClick={() => set(['mcp_servers', index], undefined)} />
      </div>
      <div className={classes.cardBody}>
        <div className={classes.pair}>
          <TextInput
            label="Name"
            value={server.name}
            onChange={({ currentTarget }) => put('name', currentTarget.value)}
            error={errorAt(`${pointer}/name`)}
            autoComplete="off"
          />
          <Select
            label="Resource"
            data={[...new Set([...paths, server.resource])]}
            value={server.resource}
            onChange={(next) => next && put('resource', next)}
            allowDeselect={false}
            searchable
            error={errorAt(`${pointer}/resource`)}
          />
        </div>
        <div className={classes.pair}>
          <TagsInput
            label="Only these tools"
            description="None named: all of them."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={[...(server.include ?? [])]}
            onChange={(next) => put('include', next.length === 0 ? null : next)}
          />
          <TagsInput label="Not these tools" value={[...server.exclude]} onChange={(next) => put('exclude', next)} />
        </div>
        <Select
          label="Tools that only read"
          description="As the server says of them."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={readRules}
          value={server.read_only_rule}
          onChange={(next) => next && put('read_only_rule', next)}
          allowDeselect={false}
        />
        <RuleFields label="Any other tool of it" value={server.rule} onChange={(rule) => put('rule', rule)} pointer={`${pointer}/rule`} />
      </div>
    </div>
  );
}
