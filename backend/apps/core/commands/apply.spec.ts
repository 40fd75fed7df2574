import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppCommand } from '../../app-commands.contract.ts';
import { AppDocument } from '../../app.contract.ts';
import { canonicalText } from '../canonical.ts';
import { indexOf } from '../tree.ts';
import { applyCommand } from './apply.ts';
import { CommandRefused } from './command.ts';
import { commandFor, seeds, smallApp } from './random-commands.test-support.ts';

/** Carries out what fits and leaves out what is refused. */
function applyOrSkip(document: AppDocument, command: AppCommand): { document: AppDocument; inverse: AppCommand } | null {
  try {
    return applyCommand(document, command);
  } catch (error) {
    if (error instanceof CommandRefused) return null;
    throw error;
  }
}

describe('commands on an app document', () => {
  it('lead back to the same bytes, however many were carried out', () => {
    fc.assert(
      fc.property(seeds(500), (steps) => {
        const states = [canonicalText(smallApp)];
        const inverses: AppCommand[] = [];
        let document = smallApp;
        for (const [numbers, value] of steps) {
          const applied = applyOrSkip(document, commandFor(document, numbers, value));
          if (!applied) continue;
          document = applied.document;
          inverses.push(applied.inverse);
          states.push(canonicalText(document));
        }
        while (inverses.length > 0) {
          expect(canonicalText(document)).toBe(states.pop());
          document = applyCommand(document, inverses.pop() as AppCommand).document;
        }
        expect(canonicalText(document)).toBe(canonicalText(smallApp));
      }),
      { numRuns: 10 },
    );
  });

  it('are valid as JSON, and keep the document valid', () => {
    fc.assert(
      fc.property(seeds(40), (steps) => {
        let document = smallApp;
        for (const [numbers, value] of steps) {
          const command = commandFor(document, numbers, value);
          const applied = applyOrSkip(document, AppCommand.parse(JSON.parse(JSON.stringify(command))));
          if (!applied) continue;
          document = applied.document;
          AppCommand.parse(applied.inverse);
        }
        expect(AppDocument.safeParse(JSON.parse(canonicalText(document))).error).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('never change a document in place', () => {
    const before = canonicalText(smallApp);
    applyCommand(smallApp, { do: 'set_prop', id: 'ordersTable', name: 'rows', value: [] });
    applyCommand(smallApp, { do: 'remove_node', id: 'drawer' });
    expect(canonicalText(smallApp)).toBe(before);
  });

  it('share what they do not touch with the document before', () => {
    const { document } = applyCommand(smallApp, { do: 'set_prop', id: 'searchInput', name: 'label', value: 'Find' });
    expect(document.pages[0]?.body.children[1]).toBe(smallApp.pages[0]?.body.children[1]);
  });

  it('rename a component together with all that refers to it', () => {
    const { document } = applyCommand(smallApp, { do: 'rename', kind: 'node', from: 'ordersTable', to: 'sales', has_references: true });
    expect(canonicalText(document)).not.toContain('ordersTable');
    expect(document.actions[1]?.args['order']).toEqual({ expr: 'sales.selected_row.id' });
    expect(indexOf(document).has('sales')).toBe(true);
  });

  it.each([
    ['variable', 'chosen', 'picked', 'vars.picked === null && row.total > 0'],
    ['action', 'listOrders', 'orders', '"action":"orders"'],
    ['page', 'home', 'start', '"page":"start"'],
    ['node', 'drawer', 'panel', '"component":"panel"'],
  ] as const)('rename a %s in expressions and in steps', (kind, from, to, found) => {
    const { document } = applyCommand(smallApp, { do: 'rename', kind, from, to, has_references: true });
    expect(canonicalText(document)).toContain(found);
  });

  it.each<[string, AppCommand, string]>([
    ['a part that is gone', { do: 'remove_node', id: 'ghost' }, 'app/no_such_part'],
    ['a name that is taken', { do: 'rename', kind: 'node', from: 'drawer', to: 'refund', has_references: true }, 'app/id_taken'],
    ['a name that means something in expressions', { do: 'rename', kind: 'node', from: 'drawer', to: 'vars', has_references: true }, 'app/id_taken'],
    ['a component put into itself', { do: 'move_node', id: 'drawer', to: { node: 'drawer', slot: 'body' }, index: 0 }, 'app/wrong_place'],
    ['the removal of the last page', { do: 'remove_page', id: 'home' }, 'app/last_page'],
    [
      'a pasted subtree with a name twice',
      {
        do: 'insert_node',
        to: { page: 'home' },
        index: 0,
        node: {
          id: 'a',
          type: 'container',
          props: {},
          layout: {},
          slots: { body: { flow: 'row', children: [{ id: 'a', type: 'text', props: {}, layout: {} }] } },
        },
      },
      'app/id_taken',
    ],
  ])('refuse %s', (_what, command, code) => {
    expect(() => applyCommand(smallApp, command)).toThrow(expect.objectContaining({ code }));
  });

  it('refuse a batch as a whole', () => {
    const command: AppCommand = {
      do: 'batch',
      commands: [
        { do: 'remove_node', id: 'drawer' },
        { do: 'remove_node', id: 'drawer' },
      ],
    };
    expect(() => applyCommand(smallApp, command)).toThrow(CommandRefused);
    expect(indexOf(smallApp).has('drawer')).toBe(true);
  });
});
