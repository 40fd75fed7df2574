import { expressionsIn, isExpression, namesOf } from '../../../backend/apps/core/expressions.ts';
import type { Signal } from '../../../backend/apps/core/signals.ts';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import type { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import { ExpressionFailure } from '../../../backend/expressions/core/expression-problem.ts';
import { parseExpression, type ParsedExpression } from '../../../backend/expressions/core/parse.ts';

/** A computed value. `isPending`: the engine has to be loaded first. */
export type Computed = { readonly value: unknown; readonly isPending: boolean; readonly problem: string | null };

/** Names that only some places have: a value that reads one of them is computed by the component, for each row or item. */
const placeNames: ReadonlySet<string> = new Set(['row', 'item', 'index', 'value']);

/** Reads and computes the expressions of one document. Sources are parsed once. */
export class Expressions {
  private readonly parsed = new Map<string, ParsedExpression>();
  private readonly names: ReadonlySet<string>;

  constructor(
    document: AppDocument,
    private readonly evaluator: Evaluator,
    private readonly nowMs: () => number,
  ) {
    this.names = namesOf(document);
  }

  parse(expr: string): ParsedExpression {
    const known = this.parsed.get(expr) ?? parseExpression(expr, this.names);
    this.parsed.set(expr, known);
    return known;
  }

  /** Roots and first keys that the expressions in a value read: `[['ordersTable', 'selected_row'], ['vars', 'chosen']]`. */
  readsOf(value: unknown): (readonly [root: string, key: string | null])[] {
    return [...expressionsIn(value)].flatMap(({ expr }) =>
      this.parse(expr).references.map(({ root, path }) => [root, path[0] === undefined ? null : String(path[0])] as const),
    );
  }

  /** Whether a value has to be computed anew for each row or item. */
  isPerPlace(expr: string, known: ReadonlySet<string>): boolean {
    return this.parse(expr).references.some(({ root }) => placeNames.has(root) && !known.has(root));
  }

  /** Whether something in a value is computed for each row or item, by the component. */
  hasPerPlace(value: unknown, known: ReadonlySet<string>): boolean {
    return [...expressionsIn(value)].some(({ expr }) => this.isPerPlace(expr, known));
  }

  /** The value with its expressions computed; those that need names which are not known here stay as they are. */
  compute(value: unknown, scope: (root: string) => unknown, known: ReadonlySet<string> = new Set()): Computed {
    let isPending = false;
    let problem: string | null = null;
    const visit = (inner: unknown): unknown => {
      if (typeof inner !== 'object' || inner === null) return inner;
      if (isExpression(inner)) {
        if (this.isPerPlace(inner.expr, known)) return inner;
        const outcome = this.evaluate(inner.expr, scope);
        isPending ||= outcome.isPending;
        problem ??= outcome.problem;
        return outcome.value;
      }
      if (Array.isArray(inner)) return inner.map(visit);
      return Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, visit(part)]));
    };
    // A value without expressions is given back as it is, so that nobody takes it for a new one.
    const computed = expressionsIn(value).next().done ? value : visit(value);
    return { value: computed, isPending, problem };
  }

  private evaluate(expr: string, scope: (root: string) => unknown): Computed {
    const parsed = this.parse(expr);
    const values = Object.fromEntries([...new Set(parsed.references.map(({ root }) => root))].map((root) => [root, scope(root)]));
    try {
      const outcome = this.evaluator.evaluateNow(parsed, { scope: values, nowMs: this.nowMs() });
      return outcome.kind === 'value' ? { value: outcome.value, isPending: false, problem: null } : { value: undefined, isPending: true, problem: null };
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error;
      return { value: undefined, isPending: false, problem: error.message };
    }
  }
}

/** The signal that a read follows. */
export function signalOf(
  document: { readonly isAction: (root: string) => boolean; readonly isComponent: (root: string) => boolean },
  root: string,
  key: string | null,
): Signal {
  if (root === 'vars') return `variable:${key ?? '*'}`;
  if (document.isAction(root)) return `action:${root}`;
  if (document.isComponent(root)) return key === null ? `states:${root}` : `state:${root}.${key}`;
  return root;
}
