import { button } from './button/definition.ts';
import { checkbox } from './checkbox/definition.ts';
import { checkboxGroup } from './checkbox-group/definition.ts';
import { fileUpload } from './file-upload/definition.ts';
import { kanban } from './kanban/definition.ts';
import { calendar } from './calendar/definition.ts';
import { map } from './map/definition.ts';
import { treeSelect } from './tree-select/definition.ts';
import { richText } from './rich-text/definition.ts';
import { codeEditor } from './code-editor/definition.ts';
import { custom } from './custom/definition.ts';
import { navbar } from './navbar/definition.ts';
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
import { tabs } from './tabs/definition.ts';
import { stepper } from './stepper/definition.ts';
import { split } from './split/definition.ts';
import { image } from './image/definition.ts';
import { icon } from './icon/definition.ts';
import { divider } from './divider/definition.ts';
import { alert } from './alert/definition.ts';
import { statistic } from './statistic/definition.ts';
import { keyValue } from './key-value/definition.ts';
import { jsonView } from './json-view/definition.ts';
import { status } from './status/definition.ts';
import { html } from './html/definition.ts';
import { iframe } from './iframe/definition.ts';
import { menu } from './menu/definition.ts';
import { link } from './link/definition.ts';
import { download } from './download/definition.ts';
import { timer } from './timer/definition.ts';
import { list } from './list/definition.ts';
import type { ComponentDefinition } from './component.ts';
import { container } from './container/definition.ts';
import { drawer } from './drawer/definition.ts';
import { modal } from './modal/definition.ts';
import { select } from './select/definition.ts';
import { approvalList } from './approval-list/definition.ts';
import { chat } from './chat/definition.ts';
import { chart } from './chart/definition.ts';
import { form } from './form/definition.ts';
import { jobView } from './job-view/definition.ts';
import { table } from './table/definition.ts';
import { textInput } from './text-input/definition.ts';
import { text } from './text/definition.ts';

/** Every component that an app may use, in the order of the list from which they are inserted. */
export const definitions: readonly ComponentDefinition[] = [
  container,
  tabs,
  stepper,
  navbar,
  split,
  drawer,
  modal,
  text,
  image,
  icon,
  divider,
  alert,
  statistic,
  keyValue,
  jsonView,
  status,
  html,
  iframe,
  custom,
  button,
  menu,
  link,
  download,
  timer,
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
  fileUpload,
  treeSelect,
  richText,
  codeEditor,
  table,
  form,
  chart,
  kanban,
  calendar,
  map,
  jobView,
  approvalList,
  chat,
  list,
];

/** The components by type. */
export const catalog: ReadonlyMap<string, ComponentDefinition> = new Map(definitions.map((definition) => [definition.type, definition]));
