import { renderTemplate, TemplateError, type TemplateEscape } from '../../templates/core/render-template.ts';
import { ApprovalSpec } from '../approvals.contract.ts';
import type { SpecInput } from './spec-of-suspend.ts';

/** A spec that does not come to anything that could be decided; the message says where. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}

/**
 * Fills the texts of a spec with what is in scope, and checks it as a whole. Candidates are texts too: `u/{{args.manager}}`, or a
 * list such as `{{results.team}}` whose entries are separated by commas.
 */
export function renderSpec(spec: SpecInput, scope: Readonly<Record<string, unknown>>): ApprovalSpec {
  const at = (place: string, text: unknown, escape: TemplateEscape = 'plain'): unknown => (typeof text === 'string' ? fill(place, text, scope, escape) : text);
  const names = (place: string, list: unknown): unknown => (Array.isArray(list) ? list.flatMap((text) => namesIn(at(place, text))) : list);
  const rendered = {
    ...spec,
    ...(spec.title === undefined ? {} : { title: String(at('title', spec.title)).replaceAll(/\s+/g, ' ').trim().slice(0, 300) }),
    ...(spec.summary === undefined ? {} : { summary: at('summary', spec.summary, 'markdown') }),
    ...(Array.isArray(spec.stages)
      ? { stages: spec.stages.map((stage) => ({ ...stage, ...(stage.candidates === undefined ? {} : { candidates: names('candidates', stage.candidates) }) })) }
      : {}),
    ...(spec.escalate_to === undefined ? {} : { escalate_to: names('escalate_to', spec.escalate_to) }),
    ...(spec.labels === undefined
      ? {}
      : { labels: Object.fromEntries(Object.entries(spec.labels).map(([name, text]) => [name, String(at('labels', text)).slice(0, 200)])) }),
  };
  const parsed = ApprovalSpec.safeParse(rendered);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SpecError(`The approval is not valid at ${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'it does not match what an approval is'}.`);
}

function fill(place: string, text: string, scope: Readonly<Record<string, unknown>>, escape: TemplateEscape): string {
  try {
    return renderTemplate(text, scope, escape);
  } catch (error) {
    if (error instanceof TemplateError) throw new SpecError(`The ${place} of the approval: ${error.message}`);
    throw error;
  }
}

/** What a list came to as text: names with commas between, or a JSON list. */
function namesIn(text: unknown): unknown[] {
  if (typeof text !== 'string') return [text];
  return text
    .replaceAll(/^\[|\]$|"/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
