import type { JsonObject } from '../../../../backend/common/json.ts';
import type { FlowModule, FlowValue } from '../../../../backend/flows/flow.contract.ts';
import type { Place } from '../../graph/layout-types.ts';

/** What an author edits: the body of a deploy without its message. */
export type FlowDocument = {
  readonly summary: string;
  readonly description: string;
  readonly schema: JsonObject;
  readonly value: FlowValue;
  readonly tag?: string;
};

/** A flow in which nothing is yet. */
export const emptyDocument = (summary: string): FlowDocument => ({
  summary,
  description: '',
  schema: { type: 'object', properties: {}, required: [] },
  value: { modules: [] },
});

/** The two steps beside the sequence. */
export type RootModule = 'failure_module' | 'preprocessor_module';

/** Kinds of containers that a step can be put into. */
export type WrapKind = 'forloopflow' | 'whileloopflow' | 'branchone' | 'branchall';

/** Everything that can be done to a flow. Mouse, keyboard, clipboard and text all come down to these. */
export type FlowCommand =
  | { readonly do: 'insert_steps'; readonly at: Place; readonly steps: readonly FlowModule[] }
  | { readonly do: 'move_step'; readonly step: string; readonly to: Place }
  | { readonly do: 'delete_steps'; readonly steps: readonly string[] }
  | { readonly do: 'duplicate_step'; readonly step: string }
  | { readonly do: 'rename_step'; readonly step: string; readonly to: string }
  /** `field` leads from the step: `['value', 'content']`, `['retry']`. Without a value it is taken away. */
  | { readonly do: 'set_step'; readonly step: string; readonly field: FieldPath; readonly value?: unknown }
  /** `field` leads from the document: `['summary']`, `['value', 'priority']`. */
  | { readonly do: 'set_flow'; readonly field: FieldPath; readonly value?: unknown }
  | { readonly do: 'add_branch'; readonly step: string }
  | { readonly do: 'remove_branch'; readonly step: string; readonly branch: number }
  | { readonly do: 'move_branch'; readonly step: string; readonly branch: number; readonly to: number }
  | { readonly do: 'wrap_step'; readonly step: string; readonly in: WrapKind }
  | { readonly do: 'unwrap_step'; readonly step: string }
  | { readonly do: 'set_root_module'; readonly which: RootModule; readonly step: FlowModule | null }
  | { readonly do: 'replace'; readonly document: FlowDocument };

/** Where a field is: keys and positions. */
export type FieldPath = readonly (string | number)[];

/** A command that cannot be carried out. The message is for people. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
