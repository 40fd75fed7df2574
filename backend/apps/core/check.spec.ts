import { describe, expect, it } from '@jest/globals';
import type { AppCommand } from '../app-commands.contract.ts';
import { checkApp } from './check.ts';
import { smallApp } from './commands/random-commands.test-support.ts';
import { shopWorld, smallAppAfter } from './orders-app.test-support.ts';

const prop = (id: string, name: string, value: string | number | { expr: string } | null): AppCommand => ({ do: 'set_prop', id, name, value });
const codesAfter = (...commands: AppCommand[]): string[] => checkApp(smallAppAfter(...commands), shopWorld).map(({ code }) => code);

describe('the check of an app', () => {
  it('has nothing to say about an app that is right', () => {
    expect(checkApp(smallApp, shopWorld)).toEqual([]);
  });

  it.each<[string, AppCommand, string]>([
    [
      'a component that does not exist',
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: { id: 'x', type: 'tabel', props: {}, layout: {} } },
      'app/unknown_component',
    ],
    ['a value of the wrong type', prop('refundButton', 'disabled', 'yes'), 'app/wrong_value'],
    ['a property that the component does not have', prop('refundButton', 'colour', 'red'), 'app/unknown_prop'],
    ['an expression that is no JavaScript', prop('refundButton', 'text', { expr: 'a +' }), 'expression/syntax'],
    ['a name that does not exist', prop('refundButton', 'text', { expr: 'orderTable.selected_row' }), 'expression/unknown_name'],
    ['a field that a component does not have', prop('refundButton', 'disabled', { expr: 'ordersTable.selected' }), 'expression/unknown_field'],
    ['an expression with a side effect', prop('refundButton', 'text', { expr: 'vars.chosen = 1' }), 'expression/not_allowed'],
    ['a variable of the workspace in the browser', prop('refundButton', 'text', { expr: 'variable("f/shop/key")' }), 'app/no_lookup'],
    [
      'a step that runs an action which is not there',
      { do: 'set_handler', id: 'refundButton', event: 'click', steps: [{ do: 'run', action: 'pay' }] },
      'app/broken_step',
    ],
    [
      'a step that opens what cannot be opened',
      { do: 'set_handler', id: 'refundButton', event: 'click', steps: [{ do: 'open', component: 'ordersTable' }] },
      'app/broken_step',
    ],
    [
      'a step that asks what a component cannot do',
      { do: 'set_handler', id: 'refundButton', event: 'click', steps: [{ do: 'call', component: 'ordersTable', method: 'dance' }] },
      'app/broken_step',
    ],
    [
      'an action that nothing runs',
      { do: 'put_action', action: { id: 'lonely', run: { kind: 'script', path: 'f/shop/list' }, args: {}, trigger: 'manual', run_as: 'viewer' } },
      'app/unused_action',
    ],
    [
      'a runnable that is not there',
      { do: 'put_action', action: { id: 'refund', run: { kind: 'script', path: 'f/shop/gone' }, args: {}, trigger: 'manual', run_as: 'viewer' } },
      'app/no_such_runnable',
    ],
    [
      'an argument that is missing',
      { do: 'put_action', action: { id: 'refund', run: { kind: 'flow', path: 'f/shop/refund' }, args: {}, trigger: 'manual', run_as: 'viewer' } },
      'app/missing_argument',
    ],
    [
      'something that writes on every change',
      { do: 'put_action', action: { id: 'refund', run: { kind: 'flow', path: 'f/shop/refund' }, args: { order: 1 }, trigger: 'on_change', run_as: 'viewer' } },
      'app/not_read_only',
    ],
    [
      'a page to which nothing leads',
      {
        do: 'insert_page',
        index: 1,
        page: { id: 'lost', title: 'Lost', params: [], is_in_navigation: false, body: { flow: 'grid', children: [] } },
      },
      'app/unreachable',
    ],
    ['a drawer that nothing opens', { do: 'set_handler', id: 'ordersTable', event: 'select' }, 'app/unreachable'],
    ['a field without a label', { do: 'set_prop', id: 'searchInput', name: 'label' }, 'app/missing_label'],
    [
      'what would never be seen',
      { do: 'put_slot', node: 'drawer', slot: 'side', value: { flow: 'row', children: [{ id: 'lost', type: 'text', props: {}, layout: {} }] } },
      'app/unknown_slot',
    ],
  ])('tells of %s', (_what, command, code) => {
    expect(codesAfter(command)).toContain(code);
  });

  it('refuses values that follow from each other for ever, and shows the circle', () => {
    const document = smallAppAfter(
      prop('searchInput', 'value', { expr: 'refundButton.is_disabled ? "a" : "b"' }),
      prop('refundButton', 'disabled', { expr: 'searchInput.value === "a"' }),
    );
    const problem = checkApp(document, shopWorld).find(({ code }) => code === 'app/cycle');
    expect(problem?.message).toContain('searchInput.value ← refundButton.is_disabled ← refundButton.disabled ← searchInput.value');
  });

  it('sees no circle where only a person can close it', () => {
    expect(
      codesAfter(prop('searchInput', 'placeholder', { expr: 'ordersTable.search' }), {
        do: 'set_handler',
        id: 'searchInput',
        event: 'change',
        steps: [{ do: 'call', component: 'ordersTable', method: 'set_search', args: [{ expr: 'searchInput.value' }] }],
      }),
    ).not.toContain('app/cycle');
  });

  it('refuses what reads a component of another page', () => {
    const command: AppCommand = {
      do: 'insert_page',
      index: 1,
      page: {
        id: 'details',
        title: 'Details',
        params: [],
        is_in_navigation: true,
        body: { flow: 'grid', children: [{ id: 'note', type: 'text', props: { content: { expr: 'searchInput.value' } }, layout: {} }] },
      },
    };
    expect(codesAfter(command)).toContain('app/other_page');
  });

  it('tells of what only its owner may run, unless it runs as the author', () => {
    const own = (runAs: 'viewer' | 'author'): AppCommand => ({
      do: 'put_action',
      action: { id: 'refund', run: { kind: 'flow', path: 'u/ada/refund' }, args: { order: 1 }, trigger: 'manual', run_as: runAs },
    });
    const world = { ...shopWorld, runnable: () => ({ version: 1, schema: {}, output: {}, isReadOnly: true }) };
    const codes = (command: AppCommand): string[] => checkApp(smallAppAfter(command), world).map(({ code }) => code);
    expect(codes(own('viewer'))).toContain('app/viewers_may_not');
    expect(codes(own('author'))).not.toContain('app/viewers_may_not');
  });

  it('gives the position of a mistake in its expression', () => {
    const [problem] = checkApp(smallAppAfter(prop('refundButton', 'text', { expr: '1 + ordersTable.nothing' })), shopWorld);
    expect(problem).toMatchObject({ part: { kind: 'component', id: 'refundButton' }, pointer: '/props/text/expr', start: 16, end: 23 });
  });
});
