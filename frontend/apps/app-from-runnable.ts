import type { AppAction, AppDocument, AppNode, Cell } from '../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../backend/apps/core/empty.ts';
import { freeId } from '../../backend/apps/core/ids.ts';
import type { JsonSchema } from '../../backend/expressions/core/json-schema.ts';

/** What an app is made of. */
export type AppSource = {
  readonly kind: 'script' | 'flow';
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: JsonSchema;
};

/** An input for an argument: its component, and what it gives the argument. */
type Input = { readonly node: AppNode; readonly argument: string; readonly expr: string };

/**
 * An app around one script or flow: a field for each argument, a button that checks the fields and runs it, and the result beside them. It is
 * complete, so that it can be released as it is, and plain, so that it is easy to go on from.
 */
export function appFromRunnable({ kind, path, summary, description, schema }: AppSource): AppDocument {
  const action: AppAction = { id: 'run', title: summary || nameOf(path), run: { kind, path }, args: {}, trigger: 'manual', run_as: 'viewer' };
  const inputs = inputsOf(schema, action);
  const args = { ...fixedArgs(schema), ...Object.fromEntries(inputs.map(({ argument, expr }) => [argument, { expr }])) };
  return {
    ...emptyDocument,
    actions: [{ ...action, args }],
    pages: [
      {
        id: 'home',
        title: summary || nameOf(path),
        params: [],
        is_in_navigation: true,
        body: { flow: 'grid', children: [...heading(summary || nameOf(path), description), form(inputs), result()] },
      },
    ],
  };
}

const at = (x: number, y: number, w: number, h: Cell['h'] = 'auto'): AppNode['layout'] => ({ base: { x, y, w, h } });

function heading(title: string, description: string): AppNode[] {
  const first: AppNode = { id: 'heading', type: 'text', props: { content: title, size: 'heading' }, layout: at(0, 0, 12) };
  if (description.trim() === '') return [first];
  return [first, { id: 'about', type: 'text', props: { content: description, format: 'markdown' }, layout: at(0, 6, 12) }];
}

function form(inputs: readonly Input[]): AppNode {
  const rows = inputs.map(({ node }, index): AppNode => ({ ...node, layout: at(0, index * 9, 12) }));
  const button: AppNode = {
    id: 'runButton',
    type: 'button',
    props: { text: 'Run', variant: 'primary', shows_progress_of: 'run' },
    on: { click: [...(inputs.length > 0 ? [{ do: 'validate' as const, component: 'inputs' }] : []), { do: 'run', action: 'run' }] },
    layout: {},
  };
  return {
    id: 'inputs',
    type: 'container',
    props: { title: 'Input' },
    layout: at(0, 12, 5),
    slots: { body: { flow: 'grid', children: rows }, header: { flow: 'row', children: [] }, footer: { flow: 'row', children: [button] } },
  };
}

function result(): AppNode {
  const children: AppNode[] = [
    {
      id: 'problem',
      type: 'alert',
      props: { tone: 'danger', title: 'It did not work', body: { expr: "run.error?.message ?? ''" }, hidden: { expr: "run.status !== 'error'" } },
      layout: at(0, 0, 12),
    },
    {
      id: 'resultView',
      type: 'json_view',
      props: { label: 'Result', value: { expr: 'run.data' }, empty_text: 'Run it to see the result.' },
      layout: at(0, 8, 12),
    },
  ];
  return {
    id: 'output',
    type: 'container',
    props: { title: 'Result' },
    layout: at(5, 12, 7),
    slots: { body: { flow: 'grid', children }, header: { flow: 'row', children: [] }, footer: { flow: 'row', children: [] } },
  };
}

/** Whether an argument is a resource or variable of the workspace: the app holds it, viewers neither see nor choose it. */
const isHeld = ({ default: value }: JsonSchema): boolean => typeof value === 'string' && /^\$(res|var):/.test(value);

const fixedArgs = ({ properties = {} }: JsonSchema): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).flatMap(([name, schema]) => (isHeld(schema) ? [[name, String(schema['default'])]] : [])));

function inputsOf({ properties = {}, required = [] }: JsonSchema, action: AppAction): Input[] {
  const taken = new Set(['heading', 'about', 'inputs', 'runButton', 'output', 'problem', 'resultView']);
  const around: AppDocument = { ...emptyDocument, actions: [action] };
  return Object.entries(properties)
    .filter(([, schema]) => !isHeld(schema))
    .map(([argument, schema]) => {
      const id = freeId(around, idOf(argument), taken);
      taken.add(id);
      return { ...inputFor(id, argument, schema, required.includes(argument)), argument };
    });
}

/** The component that asks for a value of a schema. What has no field of its own is asked for as JSON. */
function inputFor(id: string, argument: string, schema: JsonSchema, isRequired: boolean): Omit<Input, 'argument'> {
  const label = typeof schema['title'] === 'string' && schema['title'] !== '' ? schema['title'] : labelOf(argument);
  const value = schema['default'];
  const props = {
    label,
    ...(isRequired ? { required: true } : {}),
    ...(typeof schema.description === 'string' && schema.description !== '' ? { help: schema.description.slice(0, 1000) } : {}),
  };
  const own = `${id}.value`;
  // An argument that may be left out is left out, and not given as an empty text.
  const optional = isRequired ? own : `${own} === '' ? undefined : ${own}`;
  const make = (type: string, more: AppNode['props'], expr = own): Omit<Input, 'argument'> => ({
    node: { id, type, props: { ...props, ...more }, layout: {} },
    expr,
  });
  if (schema.enum?.every((one) => typeof one === 'string' || typeof one === 'number'))
    return make('select', { options: schema.enum as (string | number)[], ...(isScalar(value) ? { value } : {}) }, own);
  switch (schema.type) {
    case 'boolean': {
      const { required: _required, ...plain } = props as { label: string; required?: boolean };
      return { node: { id, type: 'checkbox', props: { ...plain, ...(value === true ? { value } : {}) }, layout: {} }, expr: own };
    }
    case 'number':
    case 'integer':
      return make('number', { ...(typeof value === 'number' ? { value } : {}), ...(schema.type === 'integer' ? { decimals: 0 } : {}) });
    case 'string':
      if (schema.format === 'date') return make('date', typeof value === 'string' ? { value } : {});
      if (schema.format === 'date-time') return make('datetime', typeof value === 'string' ? { value } : {});
      return make('text_input', typeof value === 'string' ? { value } : {}, optional);
    default:
      return make(
        'textarea',
        { value: value === undefined ? '' : JSON.stringify(value, null, 2), placeholder: 'JSON' },
        `${own} === '' ? undefined : JSON.parse(${own})`,
      );
  }
}

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const nameOf = (path: string): string => labelOf(path.split('/').at(-1) ?? path);

/** `order_id` is "Order id". */
function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** `order_id` becomes `orderIdInput`: what something is called in expressions. */
function idOf(argument: string): string {
  const plain = argument.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? '').replace(/^\d+/, '');
  return `${plain === '' ? 'value' : plain.charAt(0).toLowerCase() + plain.slice(1, 50)}Input`;
}
