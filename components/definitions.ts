import { button } from './button/definition.ts';
import { checkbox } from './checkbox/definition.ts';
import { checkboxGroup } from './checkbox-group/definition.ts';
import { colour } from './colour/definition.ts';
import { date } from './date/definition.ts';
import { dateRange } from './date-range/definition.ts';
import { datetime } from './datetime/definition.ts';
import { multiSelect } from './multi-select/definition.ts';
import { number } from './number/definition.ts';
import { password } from './password/definition.ts';
import { radio } from './radio/definition.ts';
import { rating } from './rating/definition.ts';
import { slider } from './slider/definition.ts';
import { switchInput } from './switch/definition.ts';
import { tags } from './tags/definition.ts';
import { textarea } from './textarea/definition.ts';
import { time } from './time/definition.ts';
import type { ComponentDefinition } from './component.ts';
import { container } from './container/definition.ts';
import { drawer } from './drawer/definition.ts';
import { modal } from './modal/definition.ts';
import { select } from './select/definition.ts';
import { table } from './table/definition.ts';
import { textInput } from './text-input/definition.ts';
import { text } from './text/definition.ts';

/** Every component that an app may use, in the order of the list from which they are inserted. */
export const definitions: readonly ComponentDefinition[] = [
  container,
  drawer,
  modal,
  text,
  button,
  textInput,
  select,
  textarea,
  number,
  password,
  checkbox,
  switchInput,
  slider,
  rating,
  checkboxGroup,
  radio,
  multiSelect,
  tags,
  date,
  time,
  datetime,
  dateRange,
  colour,
  table,
];

/** The components by type. */
export const catalog: ReadonlyMap<string, ComponentDefinition> = new Map(definitions.map((definition) => [definition.type, definition]));
