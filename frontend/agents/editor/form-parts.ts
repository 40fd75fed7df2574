import type { ReactNode } from 'react';
import { ChatPart } from './parts/ChatPart.tsx';
import { EvaluationPart } from './parts/EvaluationPart.tsx';
import { InstructionsPart } from './parts/InstructionsPart.tsx';
import { LimitsPart } from './parts/LimitsPart.tsx';
import { ModelPart } from './parts/ModelPart.tsx';
import { SchemasPart } from './parts/SchemasPart.tsx';
import { ToolsPart } from './parts/ToolsPart.tsx';

/** A part of the form, and the places of an agent that are edited in it. */
export type FormPart = { readonly id: string; readonly label: string; readonly pointers: readonly string[]; readonly Part: () => ReactNode };

/** The parts of the form in their order. */
export const formParts: readonly [FormPart, ...FormPart[]] = [
  { id: 'instructions', label: 'Instructions', pointers: ['/value/instructions', '/summary', '/description'], Part: InstructionsPart },
  { id: 'tools', label: 'Tools', pointers: ['/value/tools', '/value/mcp_servers', '/value/sandbox'], Part: ToolsPart },
  { id: 'model', label: 'Model', pointers: ['/value/model', '/value/fallback_model', '/value/models'], Part: ModelPart },
  { id: 'schemas', label: 'Input and output', pointers: ['/schema', '/value/output_schema'], Part: SchemasPart },
  { id: 'limits', label: 'Limits and guards', pointers: ['/value/memory', '/value/limits', '/value/run_as', '/value/guards'], Part: LimitsPart },
  { id: 'chat', label: 'Chat', pointers: ['/value/greeting', '/value/suggestions'], Part: ChatPart },
  { id: 'evaluation', label: 'Evaluation', pointers: ['/value/evaluation'], Part: EvaluationPart },
];

/** In which part a place is edited. */
export const partOf = (pointer: string): string =>
  formParts.find(({ pointers }) => pointers.some((place) => pointer === place || pointer.startsWith(`${place}/`)))?.id ?? formParts[0].id;
