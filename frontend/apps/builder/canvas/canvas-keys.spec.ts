import { describe, expect, it } from '@jest/globals';
import type { AppCommand } from '../../../../backend/apps/app-commands.contract.ts';
import { smallApp } from '../../../../backend/apps/core/commands/random-commands.test-support.ts';
import { canonicalText } from '../../../../backend/apps/core/canonical.ts';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import { beginSession, perform, redo, undo } from '../edit-session.ts';
import type { Editor, Selection } from '../editor-store.ts';
import { canvasKey, readingIds } from './canvas-keys.ts';
import { copied, pasteText } from './clipboard.ts';

/** The editor without a server: what keys do to the document and to the selection. */
function editing(...ids: string[]) {
  let session = beginSession(smallApp, 0);
  let selection: Selection = ids.length > 0 ? { kind: 'components', ids } : { kind: 'page' };
  const now = (): Editor =>
    ({
      session,
      selection,
      page: smallApp.pages[0]?.id ?? '',
      now,
      perform: (command: AppCommand, title: string, merge?: string) => {
        session = perform(session, command, title, merge ?? null);
        return true;
      },
      undo: () => void (session = undo(session)),
      redo: () => void (session = redo(session)),
      select: (next: Selection) => void (selection = next),
      selectComponents: (next: readonly string[]) => void (selection = { kind: 'components', ids: next }),
    }) as unknown as Editor;
  const press = (key: string, modifiers: { shiftKey?: boolean; ctrlKey?: boolean } = {}): boolean =>
    canvasKey({ key, shiftKey: false, metaKey: false, ctrlKey: false, altKey: false, ...modifiers }, now());
  const selected = (): readonly string[] => (now().selection.kind === 'components' ? (now().selection as { ids: readonly string[] }).ids : []);
  return { press, selected, now, baseOf: (id: string) => indexOf(now().session.document).get(id)?.node.layout.base };
}

const order = readingIds(smallApp, smallApp.pages[0]?.id ?? '');
const [first = '', second = ''] = order;

describe('the keys of the canvas', () => {
  it('go through the components in the order in which they are read, and out at both ends', () => {
    const { press, selected } = editing();
    for (const id of order) {
      expect(press('Tab')).toBe(true);
      expect(selected()).toEqual([id]);
    }
    expect(press('Tab')).toBe(false);
    for (const id of order.toReversed().slice(1)) {
      press('Tab', { shiftKey: true });
      expect(selected()).toEqual([id]);
    }
    expect(press('Tab', { shiftKey: true })).toBe(false);
  });

  it('come to what lies over the page after all that stands on it', () => {
    expect(order).toEqual(['searchInput', 'ordersTable', 'drawer', 'refundButton']);
  });

  it('delete what is selected and select what stood beside it; undo brings it back', () => {
    const { press, selected, now } = editing(first);
    expect(press('Delete')).toBe(true);
    expect(indexOf(now().session.document).has(first)).toBe(false);
    expect(selected()).toHaveLength(1);
    press('z', { ctrlKey: true });
    expect(canonicalText(now().session.document)).toBe(canonicalText(smallApp));
    press('z', { ctrlKey: true, shiftKey: true });
    expect(indexOf(now().session.document).has(first)).toBe(false);
  });

  it('duplicate, copy and paste under names of their own', () => {
    const { press, selected, now } = editing(first);
    press('d', { ctrlKey: true });
    const [copy = ''] = selected();
    expect(copy).not.toBe(first);
    expect(indexOf(now().session.document).get(copy)?.node.type).toBe(indexOf(smallApp).get(first)?.node.type);
    const elsewhere = editing();
    expect(pasteText(elsewhere.now(), copied(now()) ?? '')).toBe(true);
    expect(elsewhere.selected()).toHaveLength(1);
    expect(pasteText(elsewhere.now(), 'just some text')).toBe(false);
  });

  it('move and resize what is selected, as one step for undo', () => {
    const inGrid = order.find((id) => indexOf(smallApp).get(id)?.node.layout.base !== undefined) ?? '';
    const { press, baseOf, now } = editing(inGrid);
    const before = baseOf(inGrid);
    press('ArrowDown');
    press('ArrowDown', { shiftKey: true });
    expect(baseOf(inGrid)?.y).toBe((before?.y ?? 0) + 6);
    expect(now().session.undo).toHaveLength(1);
    press('ArrowLeft', { ctrlKey: true });
    expect(baseOf(inGrid)?.w).toBe(Math.max(1, (before?.w ?? 0) - 1));
  });

  it('mean nothing without a component, except to begin', () => {
    const { press, selected } = editing();
    expect([press('Delete'), press('ArrowLeft'), press('x')]).toEqual([false, false, false]);
    press('a', { ctrlKey: true });
    expect(selected().length).toBeGreaterThan(0);
    expect(second).not.toBe('');
  });
});
