import { describe, expect, it } from '@jest/globals';
import type { AppAction, AppDocument, AppNode } from '../../../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../../../backend/apps/core/empty.ts';
import { catalog } from '../../../../components/definitions.ts';
import { aroundPart, dependencyGraph } from './dependency-graph.ts';

const node = (id: string, type: string, rest: Partial<AppNode> = {}): AppNode => ({ id, type, props: {}, layout: {}, ...rest });
const action = (id: string, rest: Partial<AppAction> = {}): AppAction => ({
  id,
  run: { kind: 'script', path: `f/shop/${id}` },
  args: {},
  trigger: 'manual',
  run_as: 'viewer',
  ...rest,
});
const home = emptyDocument.pages[0]!;
const appOf = (children: AppNode[], actions: AppAction[] = [], rest: Partial<AppDocument> = {}): AppDocument => ({
  ...emptyDocument,
  pages: [{ ...home, body: { flow: 'grid', children } }],
  actions,
  ...rest,
});

const shop = appOf(
  [
    node('search', 'text_input'),
    node('orders', 'table', { props: { rows: { expr: 'listOrders.data' }, save_action: 'refundOrder' } }),
    node('refund', 'button', { props: { disabled: { expr: 'orders.selected_row == null' } }, on: { click: [{ do: 'run', action: 'refundOrder' }] } }),
    node('heading', 'text', { props: { content: { expr: "params.tab + ' orders'" } } }),
    node('alone', 'divider'),
  ],
  [
    action('listOrders', { args: { search: { expr: 'search.value' } }, trigger: 'on_change' }),
    action('refundOrder', { args: { id: { expr: 'orders.selected_row.id' } }, on_success: [{ do: 'run', action: 'listOrders' }] }),
    action('elsewhere'),
  ],
);
const graph = dependencyGraph(shop, home.id, catalog);
const lines = graph.dependencies.map(({ from, to, kind }) => `${from} ${kind} ${to}`).toSorted();

describe('what follows from what on a page', () => {
  it('is told apart: values that follow, values that are given, and what events do', () => {
    expect(lines).toEqual([
      'action:listOrders follows component:orders',
      'action:refundOrder does action:listOrders',
      'component:orders does action:refundOrder',
      'component:orders follows component:refund',
      'component:orders reads action:refundOrder',
      'component:refund does action:refundOrder',
      'component:search follows action:listOrders',
      'given:params follows component:heading',
    ]);
  });

  it('leaves out what stands alone, and counts it', () => {
    expect(graph.alone).toBe(1);
    expect(graph.parts.map(({ key }) => key)).not.toContain('action:elsewhere');
  });

  it('says why in words', () => {
    expect(graph.dependencies.find(({ kind, from }) => kind === 'does' && from === 'component:refund')?.reasons).toEqual(['click of refund: runs refundOrder']);
    expect(graph.dependencies.find(({ to }) => to === 'component:refund')?.reasons).toEqual(['refund.disabled follows orders.selected_row']);
  });

  it('is found before and after a part, however far away', () => {
    const { before, after } = aroundPart(graph, 'component:orders');
    expect([...before].toSorted()).toEqual(['action:listOrders', 'action:refundOrder', 'component:orders', 'component:refund', 'component:search']);
    expect(after).toContain('action:refundOrder');
    expect(aroundPart(graph, 'given:params').after).toEqual(new Set(['component:heading']));
  });

  it('leaves the components of other pages to those', () => {
    const other = {
      ...home,
      id: 'other',
      body: { flow: 'grid' as const, children: [node('far', 'text', { props: { content: { expr: 'listOrders.data' } } })] },
    };
    const { parts } = dependencyGraph({ ...shop, pages: [...shop.pages, other] }, home.id, catalog);
    expect(parts.map(({ id }) => id)).not.toContain('far');
    expect(dependencyGraph({ ...shop, pages: [...shop.pages, other] }, 'other', catalog).parts.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['far', 'listOrders', 'refundOrder']),
    );
  });

  it('marks what follows from itself, and nothing that only meets the same components', () => {
    const first = node('first', 'text_input', { props: { value: { expr: 'second.value' } } });
    const second = node('second', 'text_input', { props: { value: { expr: 'first.value' }, placeholder: { expr: 'third.value' } } });
    const circle = dependencyGraph(appOf([first, second, node('third', 'text_input')]), home.id, catalog);
    expect(circle.dependencies.filter(({ isCircle }) => isCircle).map(({ from, to }) => `${from} ${to}`)).toEqual([
      'component:second component:first',
      'component:first component:second',
    ]);
    expect(graph.dependencies.some(({ isCircle }) => isCircle)).toBe(false);
  });
});
