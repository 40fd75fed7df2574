import { createContext, useContext } from 'react';
import type { FlowProblem } from '../../../../backend/flows/flows.contract.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import type { FieldPath } from '../document/flow-document.ts';
import type { StepScope } from '../inputs/useScope.ts';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import type { LiveCheck } from '../state/useFlowCheck.ts';

/** What the fields of one step share. */
export type StepContextValue = {
  readonly editor: FlowEditor;
  readonly step: FlowModule;
  /** Of the step in the body of a deploy: `/value/modules/0`. */
  readonly pointer: string;
  readonly scope: StepScope;
  readonly check: LiveCheck;
  /** Changes a field of the step; undefined takes it away. */
  readonly set: (field: FieldPath, value: unknown) => void;
};

/** The step that a field belongs to. */
export const StepContext = createContext<StepContextValue | null>(null);

/** What the fields of one step share. */
export function useStep(): StepContextValue {
  const value = useContext(StepContext);
  if (!value) throw new Error('A field of a step stands outside of its panel.');
  return value;
}

/** What the check says about one field. */
export const problemsAt = ({ problems }: LiveCheck, pointer: string): FlowProblem[] => problems.filter((problem) => problem.pointer === pointer);
