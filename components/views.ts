import { lazy } from 'react';
import type { ComponentDefinition } from './component.ts';
import type { ComponentView } from './view.ts';
import { ButtonView } from './button/view.tsx';
import { ContainerView } from './container/view.tsx';
import { TextView } from './text/view.tsx';

/** A view by the type of its component. Those that few pages need, or that are large, are loaded when one is drawn. */
type AnyView = ComponentView<never> | ReturnType<typeof lazy>;

const late = <Definition extends ComponentDefinition>(load: () => Promise<ComponentView<Definition>>): AnyView =>
  lazy(async () => ({ default: (await load()) as never }));

/** What draws each component; a spec holds the list against that of the definitions. */
export const views: Readonly<Record<string, AnyView>> = {
  button: ButtonView as AnyView,
  container: ContainerView as AnyView,
  drawer: late(async () => (await import('./drawer/view.tsx')).DrawerView),
  modal: late(async () => (await import('./modal/view.tsx')).ModalView),
  select: late(async () => (await import('./select/view.tsx')).SelectView),
  table: late(async () => (await import('./table/view.tsx')).TableView),
  form: late(async () => (await import('./form/view.tsx')).FormView),
  chart: late(async () => (await import('./chart/view.tsx')).ChartView),
  job_view: late(async () => (await import('./job-view/view.tsx')).JobViewView),
  chat: late(async () => (await import('./chat/view.tsx')).ChatView),
  approval_list: late(async () => (await import('./approval-list/view.tsx')).ApprovalListView),
  text: TextView as AnyView,
  text_input: late(async () => (await import('./text-input/view.tsx')).TextInputView),
  textarea: late(async () => (await import('./textarea/view.tsx')).TextareaView),
  number: late(async () => (await import('./number/view.tsx')).NumberView),
  password: late(async () => (await import('./password/view.tsx')).PasswordView),
  checkbox: late(async () => (await import('./checkbox/view.tsx')).CheckboxView),
  switch: late(async () => (await import('./switch/view.tsx')).SwitchView),
  slider: late(async () => (await import('./slider/view.tsx')).SliderView),
  rating: late(async () => (await import('./rating/view.tsx')).RatingView),
  checkbox_group: late(async () => (await import('./checkbox-group/view.tsx')).CheckboxGroupView),
  radio: late(async () => (await import('./radio/view.tsx')).RadioView),
  multi_select: late(async () => (await import('./multi-select/view.tsx')).MultiSelectView),
  tags: late(async () => (await import('./tags/view.tsx')).TagsView),
  date: late(async () => (await import('./date/view.tsx')).DateView),
  time: late(async () => (await import('./time/view.tsx')).TimeView),
  datetime: late(async () => (await import('./datetime/view.tsx')).DatetimeView),
  date_range: late(async () => (await import('./date-range/view.tsx')).DateRangeView),
  colour: late(async () => (await import('./colour/view.tsx')).ColourView),
  file_upload: late(async () => (await import('./file-upload/view.tsx')).FileUploadView),
  kanban: late(async () => (await import('./kanban/view.tsx')).KanbanView),
  calendar: late(async () => (await import('./calendar/view.tsx')).CalendarView),
  map: late(async () => (await import('./map/view.tsx')).MapView),
  tree_select: late(async () => (await import('./tree-select/view.tsx')).TreeSelectView),
  rich_text: late(async () => (await import('./rich-text/view.tsx')).RichTextView),
  code_editor: late(async () => (await import('./code-editor/view.tsx')).CodeEditorView),
  custom: late(async () => (await import('./custom/view.tsx')).CustomView),
  navbar: late(async () => (await import('./navbar/view.tsx')).NavbarView),
  tabs: late(async () => (await import('./tabs/view.tsx')).TabsView),
  stepper: late(async () => (await import('./stepper/view.tsx')).StepperView),
  split: late(async () => (await import('./split/view.tsx')).SplitView),
  image: late(async () => (await import('./image/view.tsx')).ImageView),
  icon: late(async () => (await import('./icon/view.tsx')).IconView),
  divider: late(async () => (await import('./divider/view.tsx')).DividerView),
  alert: late(async () => (await import('./alert/view.tsx')).AlertView),
  statistic: late(async () => (await import('./statistic/view.tsx')).StatisticView),
  key_value: late(async () => (await import('./key-value/view.tsx')).KeyValueView),
  json_view: late(async () => (await import('./json-view/view.tsx')).JsonViewView),
  status: late(async () => (await import('./status/view.tsx')).StatusView),
  html: late(async () => (await import('./html/view.tsx')).HtmlView),
  iframe: late(async () => (await import('./iframe/view.tsx')).IframeView),
  menu: late(async () => (await import('./menu/view.tsx')).MenuView),
  link: late(async () => (await import('./link/view.tsx')).LinkView),
  download: late(async () => (await import('./download/view.tsx')).DownloadView),
  timer: late(async () => (await import('./timer/view.tsx')).TimerView),
  list: late(async () => (await import('./list/view.tsx')).ListView),
};
