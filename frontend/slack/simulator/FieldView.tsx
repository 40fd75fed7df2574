import { Checkbox, MultiSelect, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BlockObject, Element, FieldState, OptionObject } from './block-types.ts';

/** Props of {@link FieldView}. */
export type FieldViewProps = {
  block: BlockObject;
  element: Element;
  value: FieldState;
  error: string | undefined;
  isFirst: boolean;
  onChange: (value: FieldState) => void;
};

const choicesOf = ({ options = [] }: Element) => options.map(({ text, value }) => ({ value, label: text.text }));
const pick = ({ options = [] }: Element, values: readonly string[]): OptionObject[] =>
  values.flatMap((value) => options.find((option) => option.value === value) ?? []);
const valuesOf = (options: unknown): string[] => (Array.isArray(options) ? (options as OptionObject[]).map(({ value }) => value) : []);

/** A field of a form, by the type of its element. */
export function FieldView({ block, element, value, error, isFirst, onChange }: FieldViewProps): ReactNode {
  const { type } = element;
  const common = {
    label: block.label?.text,
    description: block.hint?.text,
    error,
    'data-autofocus': isFirst || undefined,
    placeholder: element.placeholder?.text,
    // The star of a required field; Slack marks the others as optional.
    withAsterisk: block.optional !== true,
  };
  const text = typeof value['value'] === 'string' ? value['value'] : '';
  const setText = (next: string | number): void => onChange({ type, value: next === '' ? null : String(next) });
  switch (type) {
    case 'number_input':
      return <NumberInput {...common} value={text} onChange={setText} allowDecimal={element.is_decimal_allowed === true} hideControls />;
    case 'static_select':
      return (
        <Select
          {...common}
          data={choicesOf(element)}
          value={(value['selected_option'] as OptionObject | null)?.value ?? null}
          onChange={(next) => onChange({ type, selected_option: pick(element, next === null ? [] : [next])[0] ?? null })}
          clearable={block.optional === true}
        />
      );
    case 'multi_static_select':
      return (
        <MultiSelect
          {...common}
          data={choicesOf(element)}
          value={valuesOf(value['selected_options'])}
          onChange={(next) => onChange({ type, selected_options: pick(element, next) })}
        />
      );
    case 'checkboxes':
      return (
        <Checkbox.Group
          {...common}
          withAsterisk={false}
          value={valuesOf(value['selected_options'])}
          onChange={(next) => onChange({ type, selected_options: pick(element, next) })}
        >
          <Stack gap="xs" mt="xs">
            {choicesOf(element).map((choice) => (
              <Checkbox key={choice.value} {...choice} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
    case 'datepicker':
      return (
        <TextInput
          {...common}
          type="date"
          value={(value['selected_date'] as string | null) ?? ''}
          onChange={(event) => onChange({ type, selected_date: event.currentTarget.value || null })}
        />
      );
    case 'timepicker':
      return (
        <TextInput
          {...common}
          type="time"
          value={(value['selected_time'] as string | null) ?? ''}
          onChange={(event) => onChange({ type, selected_time: event.currentTarget.value || null })}
        />
      );
    case 'datetimepicker':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          onChange={(event) =>
            onChange({ type, selected_date_time: event.currentTarget.value === '' ? null : Math.floor(new Date(event.currentTarget.value).getTime() / 1000) })
          }
        />
      );
    default:
      return element.multiline ? (
        <Textarea
          {...common}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={element.max_length}
        />
      ) : (
        <TextInput {...common} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={element.max_length} />
      );
  }
}
