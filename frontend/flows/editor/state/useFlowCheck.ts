import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { checkFlow } from '../../../../backend/flows/core/check.ts';
import type { FlowProblem } from '../../../../backend/flows/flows.contract.ts';
import type { FlowDocument } from '../document/flow-document.ts';
import { flowCheckQuery } from '../editor.api.ts';

/** What is known about a flow without running it. */
export type LiveCheck = {
  problems: readonly FlowProblem[];
  /** Schema of the arguments of each step that runs code, by its id. */
  inputs: Readonly<Record<string, JsonObject>>;
  /** Schema of the result of steps, by id. */
  outputs: Readonly<Record<string, JsonObject>>;
  /** The server has answered about the flow as it is now. */
  isSettled: boolean;
  error: unknown;
};

const typingMs = 400;
const nothing: Readonly<Record<string, JsonObject>> = {};

/**
 * Asks the server, a moment after the last change, what a deploy would say. As long as it has not answered, or cannot be reached, the same rules
 * run here, as far as they need nothing from the server.
 */
export function useFlowCheck(workspace: string, path: string, { value, schema }: FlowDocument): LiveCheck {
  const [settled] = useDebouncedValue(
    useMemo(() => ({ path, value, schema }), [path, value, schema]),
    typingMs,
  );
  const { data, error, isPlaceholderData } = useQuery({ ...flowCheckQuery(workspace, settled), placeholderData: keepPreviousData, retry: false });
  const isSettled = settled.value === value && settled.schema === schema && !isPlaceholderData && data !== undefined;
  const local = useMemo(
    () =>
      data && !error
        ? null
        : checkFlow(value, { schema, runnables: () => undefined }).map((problem): FlowProblem => ({ ...problem, pointer: `/value${problem.pointer}` })),
    [data, error, value, schema],
  );
  return { problems: local ?? data?.problems ?? [], inputs: data?.inputs ?? nothing, outputs: data?.outputs ?? nothing, isSettled, error };
}
