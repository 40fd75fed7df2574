import { useCallback, useMemo, useRef, useState, type FormEvent } from 'react';
import { atField, problemsOf, type FieldProblem } from '../api/api-error.ts';

/** Checks one field: the problem in words, or null. It sees all values, because some fields depend on others. */
export type Check<Values> = (values: Values) => string | null | undefined;

/** Options of {@link useApiForm}. */
export type ApiFormOptions<Values> = {
  initial: Values;
  /** Checks by field; the server checks everything again. */
  checks?: Partial<Record<keyof Values & string, Check<Values>>>;
  /** Sends the values. What it throws is shown: problems with a pointer at their field, the rest in the summary. */
  submit: (values: Values) => Promise<unknown>;
  onDone?: () => void;
  /** Names of fields for the summary; defaults to the name of the field. */
  labels?: Partial<Record<keyof Values & string, string>>;
};

/** What {@link useApiForm} gives; `FormSummary` shows `problems` and `error`. */
export type ApiForm<Values> = {
  values: Values;
  set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  /** Props of a Mantine field that holds text. */
  text: (name: keyof Values & string) => {
    id: string;
    value: string;
    error: string | undefined;
    onChange: (event: { currentTarget: { value: string } }) => void;
  };
  errorOf: (name: keyof Values & string) => string | undefined;
  idOf: (name: string) => string;
  problems: readonly (FieldProblem & { label: string; fieldId: string })[];
  /** An error that belongs to no field. */
  error: unknown;
  isBusy: boolean;
  isChanged: boolean;
  onSubmit: (event?: FormEvent) => void;
  reset: (values?: Values) => void;
};

let formCount = 0;

/** The name of the top-level field that a JSON pointer leads into. */
export const fieldOfPointer = (pointer: string): string => (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * A form whose truth is the API: it checks what it can before sending, shows errors of the server at their fields by JSON
 * pointer, and keeps what was typed. After a refused submit the first field at fault gets the focus.
 */
export function useApiForm<Values extends Record<string, unknown>>({
  initial,
  checks = {},
  submit,
  onDone,
  labels = {},
}: ApiFormOptions<Values>): ApiForm<Values> {
  const [values, setValues] = useState(initial);
  const [base, setBase] = useState(initial);
  const [found, setFound] = useState<readonly FieldProblem[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const prefix = useRef('');
  if (prefix.current === '') {
    formCount += 1;
    prefix.current = `form-${formCount}`;
  }
  const idOf = useCallback((name: string) => `${prefix.current}-${name}`, []);
  const set = useCallback(<Name extends keyof Values>(name: Name, value: Values[Name]) => {
    setValues((previous) => ({ ...previous, [name]: value }));
    setFound((previous) => previous.filter((problem) => fieldOfPointer(problem.pointer) !== name));
  }, []);
  const refuse = (problems: readonly FieldProblem[]): void => {
    setFound(problems);
    const first = problems[0];
    if (first) requestAnimationFrame(() => document.getElementById(idOf(fieldOfPointer(first.pointer)))?.focus());
  };
  const send = async (): Promise<void> => {
    const problems = checkAll(values, checks);
    setError(null);
    if (problems.length > 0) return refuse(problems);
    setFound([]);
    setIsBusy(true);
    try {
      await submit(values);
      setBase(values);
      onDone?.();
    } catch (failure) {
      const known = problemsOf(failure).filter((problem) => fieldOfPointer(problem.pointer) in values);
      if (known.length > 0) refuse(known);
      else setError(failure);
    } finally {
      setIsBusy(false);
    }
  };
  const errorOf = (name: keyof Values & string): string | undefined => {
    const problem = found.find(({ pointer }) => fieldOfPointer(pointer) === name);
    return problem && atField(problem.message);
  };
  const problems = useMemo(
    () =>
      found.map((problem) => ({
        ...problem,
        label: labels[fieldOfPointer(problem.pointer)] ?? fieldOfPointer(problem.pointer),
        fieldId: idOf(fieldOfPointer(problem.pointer)),
      })),
    [found, labels, idOf],
  );
  return {
    values,
    set,
    errorOf,
    idOf,
    problems,
    error,
    isBusy,
    isChanged: JSON.stringify(values) !== JSON.stringify(base),
    text: (name) => ({
      id: idOf(name),
      value: String(values[name] ?? ''),
      error: errorOf(name),
      onChange: (event) => set(name, event.currentTarget.value as Values[typeof name]),
    }),
    onSubmit: (event) => {
      event?.preventDefault();
      if (!isBusy) void send();
    },
    reset: (next = initial) => {
      setValues(next);
      setBase(next);
      setFound([]);
      setError(null);
    },
  };
}

function checkAll<Values extends Record<string, unknown>>(values: Values, checks: Partial<Record<string, Check<Values>>>): FieldProblem[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const message = check?.(values);
    return message ? [{ pointer: `/${name}`, message }] : [];
  });
}
