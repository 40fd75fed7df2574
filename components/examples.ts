import { examples as alert } from './alert/example.ts';
import { examples as button } from './button/example.ts';
import { examples as chat } from './chat/example.ts';
import { examples as checkboxGroup } from './checkbox-group/example.ts';
import { examples as checkbox } from './checkbox/example.ts';
import { examples as colour } from './colour/example.ts';
import { examples as container } from './container/example.ts';
import { examples as dateRange } from './date-range/example.ts';
import { examples as date } from './date/example.ts';
import { examples as datetime } from './datetime/example.ts';
import { examples as divider } from './divider/example.ts';
import { examples as download } from './download/example.ts';
import { examples as drawer } from './drawer/example.ts';
import { examples as html } from './html/example.ts';
import { examples as icon } from './icon/example.ts';
import { examples as iframe } from './iframe/example.ts';
import { examples as image } from './image/example.ts';
import { examples as jsonView } from './json-view/example.ts';
import { examples as keyValue } from './key-value/example.ts';
import { examples as link } from './link/example.ts';
import { examples as list } from './list/example.ts';
import { examples as menu } from './menu/example.ts';
import { examples as modal } from './modal/example.ts';
import { examples as multiSelect } from './multi-select/example.ts';
import { examples as navbar } from './navbar/example.ts';
import { examples as number } from './number/example.ts';
import { examples as password } from './password/example.ts';
import { examples as radio } from './radio/example.ts';
import { examples as rating } from './rating/example.ts';
import { examples as select } from './select/example.ts';
import { examples as slider } from './slider/example.ts';
import { examples as split } from './split/example.ts';
import { examples as statistic } from './statistic/example.ts';
import { examples as status } from './status/example.ts';
import { examples as stepper } from './stepper/example.ts';
import { examples as switchInput } from './switch/example.ts';
import { examples as table } from './table/example.ts';
import { examples as tabs } from './tabs/example.ts';
import { examples as tags } from './tags/example.ts';
import { examples as textInput } from './text-input/example.ts';
import { examples as text } from './text/example.ts';
import { examples as textarea } from './textarea/example.ts';
import { examples as time } from './time/example.ts';
import { examples as timer } from './timer/example.ts';
import { examples as approvalList } from './approval-list/example.ts';
import { examples as chart } from './chart/example.ts';
import { examples as fileUpload } from './file-upload/example.ts';
import { examples as kanban } from './kanban/example.ts';
import { examples as calendar } from './calendar/example.ts';
import { examples as map } from './map/example.ts';
import { examples as treeSelect } from './tree-select/example.ts';
import { examples as richText } from './rich-text/example.ts';
import { examples as codeEditor } from './code-editor/example.ts';
import { examples as custom } from './custom/example.ts';
import { examples as form } from './form/example.ts';
import { examples as jobView } from './job-view/example.ts';
import type { ComponentExample } from './view.ts';

/** States worth looking at, by component: what the gallery shows and the contract test goes through. */
export const examples: Readonly<Record<string, readonly ComponentExample[]>> = {
  job_view: jobView,
  form,
  chart,
  approval_list: approvalList,
  chat,
  alert,
  button,
  checkbox_group: checkboxGroup,
  checkbox,
  colour,
  container,
  date_range: dateRange,
  date,
  datetime,
  divider,
  download,
  drawer,
  custom,
  code_editor: codeEditor,
  rich_text: richText,
  tree_select: treeSelect,
  map,
  calendar,
  kanban,
  file_upload: fileUpload,
  html,
  icon,
  iframe,
  image,
  json_view: jsonView,
  key_value: keyValue,
  link,
  list,
  menu,
  modal,
  multi_select: multiSelect,
  navbar,
  number,
  password,
  radio,
  rating,
  select,
  slider,
  split,
  statistic,
  status,
  stepper,
  switch: switchInput,
  table,
  tabs,
  tags,
  text_input: textInput,
  text,
  textarea,
  time,
  timer,
};
