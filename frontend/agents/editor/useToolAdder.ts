import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { AgentTool } from '../../../backend/agents/agent.contract.ts';
import type { RunnableKind, RunnableTarget } from '../../runnables/runnable.ts';
import { newTool } from './agent-document.ts';
import { useAgentForm } from './agent-form.ts';
import { toolFactsOf } from './tool-facts.ts';

/** Adds something that runs as a tool. Its first rule follows from whether it promises to change nothing. */
export function useToolAdder(): { add: (target: RunnableTarget<RunnableKind>) => Promise<void>; error: unknown } {
  const { editor } = useAgentForm();
  const { workspace, change } = editor;
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const add = useCallback(
    async ({ kind, path }: RunnableTarget<RunnableKind>) => {
      setError(null);
      try {
        const facts = await toolFactsOf(client, workspace, { kind, path });
        change((document) => {
          const { tools, mcp_servers: servers } = document.value;
          const tool: AgentTool = newTool(kind, path, facts, new Set([...tools, ...servers].map(({ name }) => name)));
          return { ...document, value: { ...document.value, tools: [...tools, tool] } };
        });
      } catch (failure) {
        setError(failure);
      }
    },
    [client, workspace, change],
  );
  return { add, error };
}
