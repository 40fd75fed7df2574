import { useEffect, useRef } from 'react';

/** What every input exposes. */
type InputState<Value> = { value: Value; is_valid: boolean; errors: string[]; is_dirty: boolean };
type InputFrame<Value> = {
  props: { value?: unknown; required: boolean; invalid?: string | undefined; label: string };
  state: InputState<Value>;
  expose(change: Partial<InputState<Value>>): void;
  emit(event: string, payload?: unknown): Promise<void>;
  useMethods(methods: Record<string, (...args: never[]) => unknown>): void;
};
type InputRules<Value> = {
  empty: Value;
  /** The default in the shape of the value. */
  initial: Value;
  isEmpty(value: Value): boolean;
  /** Why the value is not valid, in words; `null` where it is. */
  check?(value: Value): string | null;
  /** What it still waits for, in words: until then it is not valid, which is only told to who wants to go on. */
  pending?: string | null;
  focus(): void;
};

/** What all inputs do in the same way: follow the default until somebody types, check, expose, and answer the methods of inputs. */
export function useInput<Value>({ props, state, expose, emit, useMethods }: InputFrame<Value>, rules: InputRules<Value>) {
  const pending = rules.pending ?? null;
  const isHeldUp = useRef(false);
  const problemsOf = (value: Value): string[] => {
    if (pending !== null) return [pending];
    if (props.invalid !== undefined && props.invalid !== '') return [props.invalid];
    if (rules.isEmpty(value)) return props.required ? [`${props.label === '' ? 'This' : props.label} is required.`] : [];
    const problem = rules.check?.(value) ?? null;
    return problem === null ? [] : [problem];
  };
  const show = (value: Value, isDirty: boolean): void => {
    const errors = problemsOf(value);
    expose({ value, errors, is_valid: errors.length === 0, is_dirty: isDirty });
  };
  const initialText = JSON.stringify(rules.initial);
  const before = useRef(initialText);
  // At every drawing: what is exposed already changes nothing.
  useEffect(() => {
    if (pending === null) isHeldUp.current = false;
    // A default that comes later, such as that of a record that is loaded, counts until somebody has typed, and again when it becomes another one.
    const isOther = before.current !== initialText;
    before.current = initialText;
    if (isOther || !state.is_dirty) show(rules.initial, false);
    else show(state.value, true);
  });
  const change = (value: Value): Promise<void> => {
    show(value, true);
    return emit('change', { value });
  };
  useMethods({
    set_value: ((value: Value) => change(value)) as (...args: never[]) => unknown,
    reset: () => show(rules.initial, false),
    clear: () => change(rules.empty),
    focus: rules.focus,
    validate: () => {
      const errors = problemsOf(state.value);
      isHeldUp.current = pending !== null;
      expose({ errors, is_valid: errors.length === 0, is_dirty: true });
      return errors.length === 0;
    },
  });
  // Nobody is told off before they have typed.
  const isTold = pending === null ? state.is_dirty || (props.invalid ?? '') !== '' : isHeldUp.current;
  const error = isTold ? state.errors[0] : undefined;
  return { change, error };
}
