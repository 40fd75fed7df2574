import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AgentCheck, AgentProblem } from '../../../backend/agents/agents.contract.ts';
import { isApiError, problemsOf } from '../../api/api-error.ts';
import { agentCheckQuery } from '../agents.api.ts';
import type { AgentDocument } from './agent-document.ts';

/** What is known about an agent without running it. */
export type LiveCheck = { problems: readonly AgentProblem[]; tools: AgentCheck['tools']; error: unknown };

const typingMs = 400;

/** Asks the server, a moment after the last change, what a deploy would say. What does not even have the form of an agent is said at its field too. */
export function useAgentCheck(workspace: string, path: string, { value, schema }: AgentDocument): LiveCheck {
  const [settled] = useDebouncedValue(
    useMemo(() => ({ path, value, schema }), [path, value, schema]),
    typingMs,
  );
  const { data, error } = useQuery({ ...agentCheckQuery(workspace, settled), placeholderData: keepPreviousData, retry: false });
  return useMemo(() => {
    const formProblems = problemsOf(error).map(({ pointer, message }): AgentProblem => ({ pointer, severity: 'error', code: 'agent/form', message }));
    if (formProblems.length > 0) return { problems: formProblems, tools: [], error: null };
    return { problems: data?.problems ?? [], tools: data?.tools ?? [], error: isApiError(error) ? error : null };
  }, [data, error]);
}
