import type { SequenceSource } from '../../../backend/flows/core/state.ts';
import type { FlowModuleValue } from '../../../backend/flows/flow.contract.ts';
import type { LaneLabel } from './layout-types.ts';

/** What stands over a branch: its summary, or else its condition, its values or its number. A loop has one lane and no word over it. */
export function laneLabel(value: FlowModuleValue, source: SequenceSource): LaneLabel | null {
  if (source.kind !== 'branch') return null;
  if (source.branch === 'default') return { kind: 'default', text: 'Otherwise' };
  const number = `Branch ${source.branch + 1}`;
  if (value.type === 'branchone') {
    const branch = value.branches[source.branch];
    return { kind: 'when', text: branch?.summary || oneLine(branch?.expr ?? '') || number, isCode: !branch?.summary && Boolean(branch?.expr) };
  }
  if (value.type === 'switch') {
    const one = value.cases[source.branch];
    return {
      kind: 'case',
      text: one?.summary || (one?.equals ?? []).map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ') || number,
    };
  }
  return { kind: 'branch', text: (value.type === 'branchall' && value.branches[source.branch]?.summary) || number };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
