import { useCallback, useMemo, useRef, useState, type FormEvent } from 'react';
import { problemsOf, type FieldProblem } from '../api/api-error.ts';
import { checkValue } from './check-value.ts';
import { initialValue } from './form-model.ts';
import { asSchema, labelOf, type Schema } from './schema.ts';

/** Options of {@link useSchemaForm}. */
export type SchemaFormOptions = {
  schema: unknown;
  /** What is known already; defaults of the schema fill the rest. */
  given?: Readonly<Record<string, unknown>>;
  submit: (value: Record<string, unknown>) => Promise<unknown>;
  /** Pointers of the server begin with this: `/value` where the form is a part of the body. */
  serverPrefix?: string;
};

/** What {@link useSchemaForm} gives. `form` are the props of `SchemaForm`; `summary` and `error` those of `FormSummary`. */
export type SchemaFormState = {
  form: { schema: unknown; value: Record<string, unknown>; onChange: (value: Record<string, unknown>) => void; errors: readonly FieldProblem[]; idPrefix: string };
  value: Record<string, unknown>;
  setValue: (value: Record<string, unknown>) => void;
  summary: readonly { label: string; message: string; fieldId: string }[];
  error: unknown;
  isBusy: boolean;
  isChanged: boolean;
  onSubmit: (event?: FormEvent) => void;
  /** Checks without sending; says whether all is well, and focuses the first problem otherwise. */
  check: () => boolean;
};

let count = 0;

/** The label of the field that a pointer leads to. */
function labelAt(schema: Schema, pointer: string): string {
  const names = pointer.split('/').slice(1).map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  let rule: Schema | undefined = schema;
  const labels = names.map((name) => {
    const next: Schema | undefined = rule?.properties?.[name] ?? rule?.items;
    const label = /^\d+$/.test(name) ? String(Number(name) + 1) : labelOf(name, next ?? {});
    rule = next;
    return label;
  });
  return labels.join(', ') || 'Form';
}

/**
 * State of a form from a JSON Schema: checks with the rules of the server before sending, shows what the server says at its
 * field, and keeps what was typed. Errors of a field go when it changes.
 */
export function useSchemaForm({ schema, given, submit, serverPrefix = '' }: SchemaFormOptions): SchemaFormState {
  const root = useMemo(() => asSchema(schema), [schema]);
  const [base, setBase] = useState(() => initialValue(root, given ?? {}) as Record<string, unknown>);
  const [value, setValue] = useState(base);
  const [errors, setErrors] = useState<readonly FieldProblem[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const prefix = useRef('');
  if (prefix.current === '') {
    count += 1;
    prefix.current = `schema-form-${count}`;
  }
  const idPrefix = prefix.current;
  const refuse = useCallback(
    (problems: readonly FieldProblem[]) => {
      setErrors(problems);
      const first = problems[0];
      if (first) requestAnimationFrame(() => document.getElementById(`${idPrefix}${first.pointer}`)?.focus());
    },
    [idPrefix],
  );
  const onChange = useCallback(
    (next: Record<string, unknown>) => {
      setValue(next);
      // What was wrong is checked again while typing; what was right is left alone until it is sent.
      setErrors((previous) => {
        if (previous.length === 0) return previous;
        const now = new Map(checkValue(root, next).map((problem) => [problem.pointer, problem]));
        return previous.flatMap((problem) => now.get(problem.pointer) ?? []);
      });
    },
    [root],
  );
  const check = (): boolean => {
    const problems = checkValue(root, value);
    refuse(problems);
    return problems.length === 0;
  };
  const send = async (): Promise<void> => {
    setError(null);
    if (!check()) return;
    setIsBusy(true);
    try {
      await submit(value);
      setBase(value);
    } catch (failure) {
      const problems = problemsOf(failure).map((problem) => ({ ...problem, pointer: problem.pointer.startsWith(serverPrefix) ? problem.pointer.slice(serverPrefix.length) : problem.pointer }));
      const known = problems.filter((problem) => Object.hasOwn(root.properties ?? {}, problem.pointer.split('/')[1] ?? ''));
      if (known.length > 0) refuse(known);
      else setError(failure);
    } finally {
      setIsBusy(false);
    }
  };
  return {
    form: { schema, value, onChange, errors, idPrefix },
    value, setValue, error, isBusy, check,
    summary: errors.map((problem) => ({ label: labelAt(root, problem.pointer), message: problem.message, fieldId: `${idPrefix}${problem.pointer}` })),
    isChanged: JSON.stringify(value) !== JSON.stringify(base),
    onSubmit: (event) => {
      event?.preventDefault();
      if (!isBusy) void send();
    },
  };
}
