/** A choice in its full form. */
export type Option = { value: string | number | boolean; label: string; group?: string | undefined; is_disabled?: boolean | undefined };

/** Choices as people write them, each with a label. */
export const fullOptions = (options: readonly (string | number | Option)[]): Option[] =>
  options.map((option) => (typeof option === 'object' ? option : { value: option, label: String(option) }));

/** Controls know texts only; the type of the value stands in front of it. */
export const keyOf = (value: string | number | boolean): string => `${typeof value}:${String(value)}`;

type Item = { value: string; label: string; disabled: boolean };

/** The data of a Mantine select, grouped as the choices say. */
export function selectData(options: readonly Option[]): (Item | { group: string; items: Item[] })[] {
  const item = ({ value, label, is_disabled: isDisabled }: Option): Item => ({ value: keyOf(value), label, disabled: isDisabled === true });
  const groups = Map.groupBy(options, ({ group }) => group ?? '');
  return [...groups].flatMap(([group, members]): (Item | { group: string; items: Item[] })[] =>
    group === '' ? members.map(item) : [{ group, items: members.map(item) }],
  );
}

/** What is wrong with the number of things that are chosen; nothing chosen is a matter of `required`. */
export function countProblem(count: number, { min, max }: { min?: number | undefined; max?: number | undefined }): string | null {
  if (min !== undefined && count < min) return `At least ${min}, now ${count}.`;
  return max !== undefined && count > max ? `At most ${max}, now ${count}.` : null;
}
