import type { AppDocument } from '../app.contract.ts';
import type { AppProblem, CheckWorld } from './check.ts';
import { allSteps } from './expressions.ts';
import { walk } from './tree.ts';

const warning = (part: AppProblem['part'], pointer: string, code: string, message: string): AppProblem => ({
  part,
  pointer,
  severity: 'warning',
  code,
  message,
});

/** What is there and never used, or never reached. */
export function checkUse(document: AppDocument, { catalog }: CheckWorld): AppProblem[] {
  const steps = [...allSteps(document)].map(({ step }) => step);
  const run = new Set(steps.flatMap((step) => (step.do === 'run' ? [step.action] : [])));
  const opened = new Set(steps.flatMap((step) => (step.do === 'open' ? [step.component] : [])));
  const named = new Set([...walk(document)].flatMap(({ node }) => textsIn(node.props)));
  const problems: AppProblem[] = [];
  for (const { id, trigger } of document.actions)
    if (trigger === 'manual' && !run.has(id) && !named.has(id))
      problems.push(
        warning({ kind: 'action', id }, '', 'app/unused_action', 'No event runs this action. Viewers may still call it as soon as it is released.'),
      );
  for (const { node } of walk(document))
    if (catalog.get(node.type)?.isOverlay && !opened.has(node.id))
      problems.push(warning({ kind: 'component', id: node.id }, '', 'app/unreachable', 'No event opens it.'));
  const reached = new Set(steps.flatMap((step) => (step.do === 'go' ? [step.page] : [])));
  for (const [index, page] of document.pages.entries())
    if (index > 0 && !page.is_in_navigation && !reached.has(page.id) && !named.has(page.id))
      problems.push(
        warning(
          { kind: 'page', id: page.id },
          '/is_in_navigation',
          'app/unreachable',
          'Nothing leads to this page: it is not in the navigation, and no event goes there.',
        ),
      );
  return problems;
}

/** Texts at any depth: components such as the table name actions in their props. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
