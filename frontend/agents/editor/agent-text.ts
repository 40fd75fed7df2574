import { stringify } from 'yaml';
import type { AgentDocument } from './agent-document.ts';

/** An agent as its file. Without its instructions for a comparison that shows those by themselves. */
export function writeAgent({ summary, description, schema, value }: AgentDocument, { isWithoutInstructions = false } = {}): string {
  const { instructions, ...rest } = value;
  const file = { summary, ...(description === '' ? {} : { description }), schema, value: isWithoutInstructions ? rest : { instructions, ...rest } };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}
