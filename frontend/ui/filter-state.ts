/** A filter of a list: how it is called and how its value is entered. Its value lives in the address under `key`. */
export type FilterDefinition = {
  key: string;
  label: string;
  /** Choices with words; without them the value is free text. A function is asked when the menu opens. */
  options?: readonly FilterOption[];
  /** Several values, joined by commas. Only with `options`. */
  isMultiple?: boolean;
  placeholder?: string;
  /** `time` takes a moment (ISO 8601 in the address, shown in the person's zone). */
  type?: 'text' | 'time';
};

/** One choice of a filter. */
export type FilterOption = { value: string; label: string };

/** The values of a filter with several. */
export const splitValues = (value: string | undefined): string[] => (value === undefined || value === '' ? [] : value.split(','));

/** Adds or takes away one value of a filter with several; `undefined` when none is left. */
export function toggleValue(value: string | undefined, option: string): string | undefined {
  const values = splitValues(value);
  const next = values.includes(option) ? values.filter((entry) => entry !== option) : [...values, option];
  return next.length > 0 ? next.join(',') : undefined;
}

/** The words of a filter's value, for its chip. */
export function wordsOfValue(filter: FilterDefinition, value: string): string {
  if (filter.type === 'time') return new Date(value).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const parts = filter.isMultiple ? splitValues(value) : [value];
  return parts.map((part) => filter.options?.find((option) => option.value === part)?.label ?? part).join(', ');
}

/** A moment as a `datetime-local` field wants it, in the person's zone; '' for none. */
export function toLocalField(iso: string | undefined): string {
  if (!iso) return '';
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment of a `datetime-local` field as ISO 8601; undefined for an empty one. */
export function fromLocalField(text: string): string | undefined {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
