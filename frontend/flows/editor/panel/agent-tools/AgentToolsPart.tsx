import { Button } from '@mantine/core';
import { IconPlug } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RunnableField } from '../../../../runnables/RunnableField.tsx';
import type { RunnableKind } from '../../../../runnables/runnable.ts';
import { resourcesOfType } from '../../../../schema-form/references.api.ts';
import classes from '../Panel.module.css';
import { useStep } from '../step-context.ts';
import { ToolCard } from './ToolCard.tsx';
import { withRunnable, withServer, type StepTool } from './tools-of-step.ts';

const kinds: readonly RunnableKind[] = ['script', 'flow', 'agent'];
const mostTools = 128;

/** What an agent that stands in the flow may call: scripts, flows and agents of the workspace, and MCP servers. */
export function AgentToolsPart(): ReactNode {
  const { step, set, editor } = useStep();
  const { data: servers = [] } = useQuery(resourcesOfType(editor.workspace, 'mcp_server'));
  const tools: readonly StepTool[] = step.value.type === 'aiagent' ? (step.value.tools ?? []) : [];
  const put = (next: readonly StepTool[]): void => set(['value', 'tools'], next);
  const isFull = tools.length >= mostTools;
  return (
    <div className={classes.fields}>
      <p className={classes.quiet}>The model decides which of them it calls. Each call is a run of its own, in the name of whoever runs the flow.</p>
      {tools.map((tool, index) => (
        <ToolCard
          key={tool.id}
          tool={tool}
          index={index}
          onChange={(next) => put(tools.map((one, other) => (other === index ? next : one)))}
          onRemove={() => put(tools.filter((_, other) => other !== index))}
        />
      ))}
      {!isFull && (
        <RunnableField
          key={tools.length}
          kinds={kinds}
          label="Add a tool"
          value={{ kind: 'script', path: '' }}
          onChange={(target) => target.path !== '' && put(withRunnable(tools, target))}
        />
      )}
      {!isFull && servers.length > 0 && (
        <div>
          <Button size="xs" leftSection={<IconPlug />} onClick={() => put(withServer(tools, servers[0]?.path ?? ''))}>
            Add an MCP server
          </Button>
        </div>
      )}
    </div>
  );
}
