import type { FlowModule, FlowValue } from '../../../../backend/flows/flow.contract.ts';

/** Gives a sequence its new steps. `modules` are rebuilt already; `before` are the same steps as they were, so that one can be told by identity. */
export type SequenceEdit = (pointer: string, modules: readonly FlowModule[], before: readonly FlowModule[]) => readonly FlowModule[];

/** The flow with every sequence edited, from the inside out. What does not change is shared, and keeps its keys in their order. */
export function rebuild(value: FlowValue, edit: SequenceEdit): FlowValue {
  let next = withList(value, 'modules', rebuildList(value.modules, '/modules', edit));
  for (const name of ['failure_module', 'preprocessor_module'] as const) {
    const module = value[name];
    if (module) next = withKey(next, name, rebuildModule(module, `/${name}`, edit));
  }
  return next;
}

/** Every step changed by itself, containers after what they contain. */
export function mapSteps(value: FlowValue, change: (step: FlowModule) => FlowModule): FlowValue {
  let next = rebuild(value, (_pointer, modules) => mapShared(modules, change));
  for (const name of ['failure_module', 'preprocessor_module'] as const) {
    const module = next[name];
    if (module) next = withKey(next, name, change(module));
  }
  return next;
}

/** Steps that are in no flow, such as copied ones, changed like {@link mapSteps}. */
export const mapLoose = (steps: readonly FlowModule[], change: (step: FlowModule) => FlowModule): readonly FlowModule[] =>
  mapSteps({ modules: [...steps] }, change).modules;

function rebuildList(modules: readonly FlowModule[], pointer: string, edit: SequenceEdit): readonly FlowModule[] {
  let index = -1;
  const inner = mapShared(modules, (module) => {
    index += 1;
    return rebuildModule(module, `${pointer}/${index}`, edit);
  });
  return edit(pointer, inner, modules);
}

function rebuildModule(module: FlowModule, pointer: string, edit: SequenceEdit): FlowModule {
  let next = withKey(module, 'value', rebuildValue(module.value, `${pointer}/value`, edit));
  for (const name of ['finally', 'on_rollback'] as const) {
    const list = module[name];
    if (list) next = withList(next, name, rebuildList(list, `${pointer}/${name}`, edit));
  }
  return next;
}

function rebuildValue(value: FlowModule['value'], pointer: string, edit: SequenceEdit): FlowModule['value'] {
  switch (value.type) {
    case 'forloopflow':
    case 'whileloopflow':
      return withList(value, 'modules', rebuildList(value.modules, `${pointer}/modules`, edit));
    case 'branchall':
      return withKey(value, 'branches', rebuildLanes(value.branches, `${pointer}/branches`, edit));
    case 'branchone':
      return withDefault(withKey(value, 'branches', rebuildLanes(value.branches, `${pointer}/branches`, edit)), pointer, edit);
    case 'switch':
      return withDefault(withKey(value, 'cases', rebuildLanes(value.cases, `${pointer}/cases`, edit)), pointer, edit);
    default:
      return value;
  }
}

function rebuildLanes<Lane extends { modules: FlowModule[] }>(lanes: Lane[], pointer: string, edit: SequenceEdit): Lane[] {
  let index = -1;
  return mapShared(lanes, (lane) => {
    index += 1;
    return withList(lane, 'modules', rebuildList(lane.modules, `${pointer}/${index}/modules`, edit));
  });
}

/** The branch for everything else may be absent, and appears with its first step. */
function withDefault<Value extends { default?: FlowModule[] }>(value: Value, pointer: string, edit: SequenceEdit): Value {
  const before = value.default ?? [];
  const after = rebuildList(before, `${pointer}/default`, edit);
  return after === before || (after.length === 0 && value.default === undefined) ? value : { ...value, default: after as FlowModule[] };
}

function withList<Holder, Key extends keyof Holder>(holder: Holder, key: Key, list: readonly FlowModule[]): Holder {
  return holder[key] === list ? holder : { ...holder, [key]: list };
}

function withKey<Holder, Key extends keyof Holder>(holder: Holder, key: Key, value: Holder[Key]): Holder {
  return holder[key] === value ? holder : { ...holder, [key]: value };
}

function mapShared<Item>(items: readonly Item[], change: (item: Item) => Item): Item[] {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? (items as Item[]) : changed;
}
