import type { FieldPath } from './flow-document.ts';

/** Something in a document that is no flow: where, and what is wrong. */
export type ShapeProblem = { readonly path: FieldPath; readonly message: string };

type Found = ShapeProblem[];

const kinds: Readonly<
  Record<string, { readonly lists?: readonly string[]; readonly lanes?: string; readonly transform?: string; readonly texts?: readonly string[] }>
> = {
  rawscript: { texts: ['content', 'language'] },
  script: { texts: ['path'] },
  flow: { texts: ['path'] },
  forloopflow: { lists: ['modules'], transform: 'iterator' },
  whileloopflow: { lists: ['modules'] },
  branchone: { lanes: 'branches' },
  branchall: { lanes: 'branches' },
  switch: { lanes: 'cases', transform: 'value' },
  identity: {},
  aiagent: {},
  wait_for_event: { transform: 'key' },
};

/**
 * What keeps a value from being shown as a flow. Text and clipboard can hold anything, so this is asked before it becomes the document; the server
 * checks the rest.
 */
export function shapeOfFlow(value: unknown, path: FieldPath = ['value']): readonly ShapeProblem[] {
  const found: Found = [];
  if (!isObject(value)) return [{ path, message: 'A flow has a `value` with `modules`.' }];
  list(found, value['modules'], [...path, 'modules']);
  for (const name of ['failure_module', 'preprocessor_module'])
    if (value[name] !== undefined && value[name] !== null) step(found, value[name], [...path, name]);
  const ids = new Map<string, number>();
  count(ids, value);
  for (const [id, times] of ids)
    if (times > 1) found.push({ path, message: `There are ${times} steps \`${id}\`. Ids are unique in the whole flow, also in branches and loops.` });
  return found;
}

/** The same for steps that are in no flow. */
export function shapeOfSteps(steps: unknown): readonly ShapeProblem[] {
  const found: Found = [];
  list(found, steps, []);
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function list(found: Found, value: unknown, path: FieldPath): void {
  if (!Array.isArray(value)) found.push({ path, message: 'A list of steps is expected here.' });
  else for (const [index, item] of value.entries()) step(found, item, [...path, index]);
}

function step(found: Found, value: unknown, path: FieldPath): void {
  if (!isObject(value)) return void found.push({ path, message: 'A step is an object with `id` and `value`.' });
  if (typeof value['id'] !== 'string' || !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(value['id']))
    found.push({ path: [...path, 'id'], message: 'A step has an `id` of letters, digits, _ and -, beginning with a letter.' });
  for (const name of ['finally', 'on_rollback']) if (value[name] !== undefined) list(found, value[name], [...path, name]);
  const own = value['value'];
  if (!isObject(own)) return void found.push({ path: [...path, 'value'], message: 'A step has a `value` with a `type`.' });
  const type = own['type'];
  const rule = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!rule)
    return void found.push({
      path: [...path, 'value', 'type'],
      message: `\`${String(type)}\` is no kind of step. There are ${Object.keys(kinds).join(', ')}.`,
    });
  const below: FieldPath = [...path, 'value'];
  for (const name of rule.texts ?? [])
    if (typeof own[name] !== 'string') found.push({ path: [...below, name], message: `A step of the type ${type} has a text \`${name}\`.` });
  for (const name of rule.lists ?? []) list(found, own[name], [...below, name]);
  if (rule.lanes) lanes(found, own, rule.lanes, below);
  if (rule.transform) transform(found, own[rule.transform], [...below, rule.transform]);
  for (const [name, given] of Object.entries(isObject(own['input_transforms']) ? own['input_transforms'] : {}))
    transform(found, given, [...below, 'input_transforms', name]);
}

function lanes(found: Found, own: Record<string, unknown>, name: string, path: FieldPath): void {
  const given = own[name];
  if (!Array.isArray(given)) return void found.push({ path: [...path, name], message: `\`${name}\` is a list.` });
  for (const [index, lane] of given.entries()) {
    const place: FieldPath = [...path, name, index];
    if (!isObject(lane)) found.push({ path: place, message: 'A branch is an object with `modules`.' });
    else list(found, lane['modules'], [...place, 'modules']);
    if (own['type'] === 'branchone' && isObject(lane) && typeof lane['expr'] !== 'string')
      found.push({ path: [...place, 'expr'], message: 'A branch of a choice has a text `expr`.' });
    if (name === 'cases' && isObject(lane) && !Array.isArray(lane['equals']))
      found.push({ path: [...place, 'equals'], message: 'A case has a list `equals`.' });
  }
  if (own['default'] !== undefined) list(found, own['default'], [...path, 'default']);
}

function transform(found: Found, value: unknown, path: FieldPath): void {
  if (!isObject(value) || !['static', 'javascript', 'ai'].includes(String(value['type'])))
    found.push({ path, message: 'A value is `{type: static, value}` or `{type: javascript, expr}`.' });
  else if (value['type'] === 'javascript' && typeof value['expr'] !== 'string') found.push({ path: [...path, 'expr'], message: 'An expression is a text.' });
}

function count(ids: Map<string, number>, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) count(ids, item);
  else if (isObject(value)) {
    if (typeof value['id'] === 'string' && isObject(value['value']) && typeof value['value']['type'] === 'string')
      ids.set(value['id'], (ids.get(value['id']) ?? 0) + 1);
    for (const name of ['modules', 'branches', 'cases', 'default', 'finally', 'on_rollback', 'failure_module', 'preprocessor_module', 'value'])
      if (name in value) count(ids, value[name]);
  }
}
