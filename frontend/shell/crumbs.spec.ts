import { describe, expect, test } from '@jest/globals';
import { crumbsOf, spaceOf } from './crumbs.ts';

describe('the path in the top bar', () => {
  test('a script shows its page, its folder and its name, each with its siblings', () => {
    expect(crumbsOf('/w/acme/scripts/f/support/refund_order')).toEqual([
      { label: 'Scripts', href: '/w/acme/scripts' },
      { label: 'f/support', href: '/w/acme/scripts?folder=f%2Fsupport', siblings: { of: 'spaces', page: 'scripts' } },
      { label: 'refund_order', href: '/w/acme/scripts/f/support/refund_order', siblings: { of: 'items', page: 'scripts', space: 'f/support' } },
    ]);
  });

  test('the editor leads back to the script', () => {
    const crumbs = crumbsOf('/w/acme/scripts/edit/f/support/refund_order');
    expect(crumbs.map((crumb) => crumb.label)).toEqual(['Scripts', 'f/support', 'refund_order', 'Edit']);
    expect(crumbs[2]?.href).toBe('/w/acme/scripts/f/support/refund_order');
  });

  test('an app is its editor: its name leads there and nowhere else', () => {
    const crumbs = crumbsOf('/w/acme/apps/edit/f/support/orders');
    expect(crumbs.map((crumb) => crumb.label)).toEqual(['Apps', 'f/support', 'orders']);
    expect(crumbs[2]?.href).toBe('/w/acme/apps/edit/f/support/orders');
  });

  test('a conversation is called by its title where that is known, and never by its id', () => {
    const id = '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11';
    expect(crumbsOf(`/w/acme/chat/${id}`).at(-1)).toEqual({ label: 'Conversation', href: `/w/acme/chat/${id}`, thread: id });
  });

  test('a run shows a short id and a group stands under People', () => {
    expect(crumbsOf('/w/acme/runs/0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11').at(-1)?.label).toBe('7d9a1c11');
    expect(crumbsOf('/w/acme/groups/support').map((crumb) => crumb.label)).toEqual(['People', 'Groups', 'support']);
  });
});

describe('the folder in which one stands', () => {
  test('comes from the page, from the filter, or is none', () => {
    expect(spaceOf('/w/acme/folders/support', {})).toBe('f/support');
    expect(spaceOf('/w/acme/scripts', { folder: 'u/ada' })).toBe('u/ada');
    expect(spaceOf('/w/acme/scripts/edit/f/finance/report', {})).toBe('f/finance');
    expect(spaceOf('/w/acme/runs', {})).toBeNull();
  });
});
