/** Where in the source something stands: offsets from its start, `end` excluded. */
export type SourceRange = { readonly start: number; readonly end: number };

/** Codes of what can be wrong with an expression before it runs. */
export type ProblemCode =
  | 'expression/syntax'
  | 'expression/too_long'
  | 'expression/not_allowed'
  | 'expression/unknown_name'
  | 'expression/computed_path'
  | 'expression/unknown_step'
  | 'expression/unknown_field'
  | 'expression/type_mismatch';

/** Something wrong with an expression, found without running it. */
export type ExpressionProblem = SourceRange & { readonly code: ProblemCode; readonly message: string };

/** Codes of what can go wrong while an expression runs. */
export type FailureCode =
  | 'expression/invalid'
  | 'expression/failed'
  | 'expression/time_limit'
  | 'expression/memory_limit'
  | 'expression/stack_limit'
  | 'expression/result_too_large'
  | 'expression/no_lookup';

/**
 * Why an expression gave no value. The message is for people and holds nothing of the machine; callers add which step or
 * field the expression belongs to.
 */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure';

  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}
