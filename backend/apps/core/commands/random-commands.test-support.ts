import fc from 'fast-check';
import type { AppCommand } from '../../app-commands.contract.ts';
import type { AppDocument, AppNode, AppStep, AppValue } from '../../app.contract.ts';
import { freeId } from '../ids.ts';
import { indexOf, type ParentPlace } from '../tree.ts';

/** A small app to begin with: a table fed by an action, a button that runs another one, a drawer with a form. */
export const smallApp: AppDocument = {
  format: 1,
  navigation: 'top',
  theme: { accent: 'current', density: 'comfortable', mode: 'auto' },
  audience: { kind: 'members', groups: [] },
  variables: [{ id: 'chosen', initial: { expr: 'ordersTable.selected_row' } }],
  actions: [
    {
      id: 'listOrders',
      run: { kind: 'script', path: 'f/shop/list' },
      args: { search: { expr: 'searchInput.value' } },
      trigger: 'on_change',
      of: ['searchInput.value'],
      run_as: 'viewer',
    },
    {
      id: 'refund',
      run: { kind: 'flow', path: 'f/shop/refund' },
      args: { order: { expr: 'ordersTable.selected_row.id' }, reason: 'by hand' },
      trigger: 'manual',
      run_as: 'viewer',
      on_success: [
        { do: 'run', action: 'listOrders' },
        { do: 'go', page: 'home' },
      ],
    },
  ],
  pages: [
    {
      id: 'home',
      title: 'Orders',
      params: [],
      is_in_navigation: true,
      body: {
        flow: 'grid',
        children: [
          { id: 'searchInput', type: 'text_input', props: { label: 'Search' }, layout: { base: { x: 0, y: 0, w: 4, h: 8 } } },
          {
            id: 'ordersTable',
            type: 'table',
            props: {
              rows: { expr: 'listOrders.data' },
              columns: [{ field: 'id' }, { field: 'total', hidden: { expr: 'vars.chosen === null && row.total > 0' } }],
            },
            on: {
              select: [
                { do: 'set', variable: 'chosen', value: { expr: 'event.key' } },
                { do: 'open', component: 'drawer', params: { order: { expr: 'ordersTable.selected_row' } } },
              ],
            },
            layout: { base: { x: 0, y: 8, w: 12, h: 40 } },
          },
          {
            id: 'drawer',
            type: 'drawer',
            props: { title: { expr: '`Order ${drawer.params.order.id}`' } },
            layout: {},
            slots: {
              body: {
                flow: 'column',
                children: [{ id: 'refundButton', type: 'button', props: { text: 'Refund' }, on: { click: [{ do: 'run', action: 'refund' }] }, layout: {} }],
              },
            },
          },
        ],
      },
    },
  ],
};

const text: fc.Arbitrary<AppValue> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.constantFrom<AppValue>({ expr: 'ordersTable.selected_row' }, { expr: 'listOrders.data[0] ?? vars.chosen' }, { expr: '({ searchInput })' }, [
    { a: { expr: 'refund.error' } },
  ]),
);

/** A command that fits the document, made of random numbers: which verb, which part, which value. */
export function commandFor(document: AppDocument, [verb, first, second, third]: readonly number[], value: AppValue): AppCommand {
  const nodes = [...indexOf(document).values()];
  const pick = <Item>(items: readonly Item[], number = 0): Item | undefined => items[number % Math.max(1, items.length)];
  const places: ParentPlace[] = [
    ...document.pages.map(({ id }) => ({ page: id })),
    ...nodes.flatMap(({ node }) => Object.keys(node.slots ?? {}).map((slot) => ({ node: node.id, slot }))),
  ];
  const place = pick(places, second) ?? { page: document.pages[0]?.id ?? '' };
  const node = pick(nodes, first)?.node;
  const action = pick(document.actions, first);
  const variable = pick(document.variables, first);
  const page = pick(document.pages, first);
  const index = (third ?? 0) % 5;
  const steps: AppStep[] = [
    { do: 'toast', message: value },
    ...(action ? [{ do: 'run' as const, action: action.id, on_error: [{ do: 'copy' as const, value }] }] : []),
  ];
  const fresh = (wish: string): string => freeId(document, wish);
  const newNode: AppNode = { id: fresh('box'), type: 'container', props: { title: value }, layout: {}, slots: { body: { flow: 'column', children: [] } } };
  const choices: (AppCommand | null)[] = [
    { do: 'insert_node', to: place, index, node: newNode },
    node ? { do: 'remove_node', id: node.id } : null,
    node ? { do: 'move_node', id: node.id, to: place, index, layout: { grow: index } } : null,
    node ? { do: 'set_layout', id: node.id, layout: { base: { x: index, y: 3, w: 4, h: 'auto' } } } : null,
    node ? { do: 'set_prop', id: node.id, name: pick(['title', 'rows', 'label'], third) ?? '', ...(index === 0 ? {} : { value }) } : null,
    node ? { do: 'set_handler', id: node.id, event: pick(['click', 'select'], third) ?? '', ...(index === 0 ? {} : { steps }) } : null,
    node
      ? { do: 'put_slot', node: node.id, slot: pick(['body', 'footer'], third) ?? '', ...(index === 0 ? {} : { value: { flow: 'row', children: [] } }) }
      : null,
    { do: 'set_flow', at: place, flow: pick(['grid', 'row', 'column'] as const, third) ?? 'grid', ...(index > 2 ? { gap: index } : {}) },
    {
      do: 'put_action',
      action: {
        id: index > 2 && action ? action.id : fresh('act'),
        run: { kind: 'script', path: 'f/shop/list' },
        args: { value },
        trigger: 'manual',
        run_as: 'viewer',
      },
      index,
    },
    action ? { do: 'remove_action', id: action.id } : null,
    { do: 'put_variable', variable: { id: variable && index > 2 ? variable.id : `v${first ?? 0}`, initial: value }, index },
    variable ? { do: 'remove_variable', id: variable.id } : null,
    { do: 'insert_page', page: { id: `p${first ?? 0}`, title: 'New', params: [], is_in_navigation: true, body: { flow: 'grid', children: [newNode] } }, index },
    page ? { do: 'remove_page', id: page.id } : null,
    page ? { do: 'move_page', id: page.id, index } : null,
    page ? { do: 'set_page', id: page.id, title: `Page ${index}`, params: [], is_in_navigation: index > 1 } : null,
    {
      do: 'set_app',
      navigation: 'side',
      theme: { accent: 'blue', density: 'compact', mode: 'dark' },
      audience: document.audience,
      ...(index > 2 ? { language: 'de' } : {}),
    },
    { do: 'put_language', language: 'de', texts: { a: `${index}` } },
    document.strings ? { do: 'put_language', language: 'de' } : null,
    document.strings ? { do: 'put_text', language: 'de', key: `k${index}`, ...(index > 1 ? { text: 'x' } : {}) } : null,
    node ? { do: 'rename', kind: 'node', from: node.id, to: fresh('renamed'), has_references: true } : null,
    action ? { do: 'rename', kind: 'action', from: action.id, to: fresh('task'), has_references: true } : null,
    variable ? { do: 'rename', kind: 'variable', from: variable.id, to: `w${first ?? 0}`, has_references: true } : null,
    page ? { do: 'rename', kind: 'page', from: page.id, to: `q${first ?? 0}`, has_references: true } : null,
  ];
  return choices[(verb ?? 0) % choices.length] ?? { do: 'batch', commands: [] };
}

/** Numbers and values from which {@link commandFor} makes commands. */
export const seeds = (length: number): fc.Arbitrary<[number[], AppValue][]> =>
  fc.array(fc.tuple(fc.array(fc.nat({ max: 1000 }), { minLength: 4, maxLength: 4 }), text), { minLength: length, maxLength: length });
