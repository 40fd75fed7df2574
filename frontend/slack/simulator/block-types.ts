/** The parts of Slack's blocks that are drawn. What is not there is not drawn. */
export type TextObject = { type: 'plain_text' | 'mrkdwn'; text: string };
export type OptionObject = { text: TextObject; value: string };
export type Element = {
  type: string;
  action_id?: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  options?: OptionObject[];
  placeholder?: TextObject;
  multiline?: boolean;
  is_decimal_allowed?: boolean;
  initial_value?: string;
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  initial_option?: OptionObject;
  initial_options?: OptionObject[];
  max_length?: number;
};
export type BlockObject = {
  type: string;
  block_id?: string;
  text?: TextObject;
  elements?: Element[];
  accessory?: Element;
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
};
export type ViewObject = { title?: TextObject; submit?: TextObject; close?: TextObject; blocks?: BlockObject[] };

/** What a field of a form holds, in Slack's own words: `view.state.values`. */
export type FieldState = Record<string, unknown>;
export type ViewState = Record<string, Record<string, FieldState>>;

/** What a field holds before anybody touches it. */
export function initialField(element: Element): FieldState {
  const { type } = element;
  if (type === 'checkboxes' || type === 'multi_static_select') return { type, selected_options: element.initial_options ?? [] };
  if (type === 'static_select') return { type, selected_option: element.initial_option ?? null };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null };
  if (type === 'datetimepicker') return { type, selected_date_time: element.initial_date_time ?? null };
  return { type, value: element.initial_value ?? null };
}

/** The state of a form that was just opened. */
export function initialState({ blocks = [] }: ViewObject): ViewState {
  const inputs = blocks.filter(({ type, element }) => type === 'input' && element?.action_id !== undefined);
  return Object.fromEntries(inputs.map(({ block_id: id = '', element }) => [id, { [element?.action_id ?? '']: initialField(element as Element) }]));
}
