import { describe, expect, it } from '@jest/globals';
import { appChanges } from './changes.ts';
import { smallApp } from './commands/random-commands.test-support.ts';
import { shopWorld, smallAppAfter } from './orders-app.test-support.ts';
import { derivePolicy } from './policy.ts';

const policyOf = (document: typeof smallApp) => derivePolicy(document, shopWorld.runnable, shopWorld.catalog);

describe('the policy of a release', () => {
  it('fixes literal arguments, and leaves expressions open', () => {
    expect(policyOf(smallApp)[1]).toEqual({
      action: 'refund',
      kind: 'flow',
      path: 'f/shop/refund',
      version: 11,
      run_as: 'viewer',
      fixed: { reason: 'by hand' },
      session: {},
      open: [{ name: 'order', from: 'ordersTable.selected_row.id' }],
      pages: ['home'],
    });
  });

  it('fills in from the session what says who views, so that nobody can claim to be another', () => {
    const document = smallAppAfter({
      do: 'put_action',
      action: {
        id: 'refund',
        run: { kind: 'flow', path: 'f/shop/refund' },
        args: { order: 1, reason: { expr: 'user.email' } },
        trigger: 'manual',
        run_as: 'viewer',
      },
    });
    expect(policyOf(document)[1]).toMatchObject({ fixed: { order: 1 }, session: { reason: 'email' }, open: [] });
  });

  it('lets nobody call what no page uses', () => {
    const document = smallAppAfter({ do: 'remove_node', id: 'drawer' });
    expect(policyOf(document)[1]?.pages).toEqual([]);
  });

  it('follows what an action leads to', () => {
    const document = smallAppAfter({ do: 'remove_node', id: 'ordersTable' });
    expect(policyOf(document)[0]?.pages).toEqual(['home']);
  });
});

describe('the changes of a release', () => {
  const state = (document: typeof smallApp) => ({ document, policy: policyOf(document) });

  it('begin with what viewers may do', () => {
    const changes = appChanges(null, state(smallApp));
    expect(changes[0]).toEqual({ kind: 'rights', subject: 'listOrders', text: 'Viewers may run f/shop/list@3, and choose `search`' });
  });

  it('say that an argument is open now, and what runs instead', () => {
    const before = state(smallApp);
    const after = smallAppAfter({ do: 'put_action', action: { ...smallApp.actions[1]!, args: { order: 7, reason: { expr: 'searchInput.value' } } } });
    expect(appChanges({ ...before, policy: before.policy.map((entry) => ({ ...entry, version: 10 })) }, state(after)).map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'Runs f/shop/refund@11 instead of f/shop/refund@10',
        'Viewers may now choose `reason`',
        'Viewers may no longer choose `order`',
        'Its arguments are different',
      ]),
    );
  });

  it('name what was added, removed, changed and moved', () => {
    const after = smallAppAfter(
      { do: 'set_prop', id: 'refundButton', name: 'text', value: 'Give back' },
      { do: 'move_node', id: 'searchInput', to: { node: 'drawer', slot: 'body' }, index: 0 },
      { do: 'insert_node', to: { page: 'home' }, index: 0, node: { id: 'note', type: 'text', props: {}, layout: {} } },
    );
    expect(appChanges(state(smallApp), state(after))).toEqual([
      { kind: 'added', subject: 'note', text: 'New text' },
      { kind: 'moved', subject: 'searchInput', text: 'It is in another container' },
      { kind: 'changed', subject: 'refundButton', text: 'text: "Refund" → "Give back"' },
    ]);
  });

  it('are none between equal states', () => {
    expect(appChanges(state(smallApp), state(smallApp))).toEqual([]);
  });
});
