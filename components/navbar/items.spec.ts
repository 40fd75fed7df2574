import { describe, expect, it } from '@jest/globals';
import { activeItem, shownItems } from './items.ts';

const pages = [
  { id: 'orders', title: 'Orders' },
  { id: 'revenue', title: 'Revenue', icon: 'coin' },
];

describe('a navbar', () => {
  it('leads to all pages where nothing else is said', () => {
    expect(shownItems([], pages).map(({ label, page }) => [label, page])).toEqual([
      ['Orders', 'orders'],
      ['Revenue', 'revenue'],
    ]);
  });

  it('leaves out what is hidden, and pages that are not for this person', () => {
    const items = [
      { id: 'a', label: 'Orders', page: 'orders' },
      { id: 'b', label: 'Books', page: 'books' },
      { id: 'c', label: 'Gone', hidden: true },
      { id: 'd', label: 'Help', href: 'https://acme.example' },
    ];
    expect(shownItems(items, pages).map(({ id }) => id)).toEqual(['a', 'd']);
  });

  it('says where one is by the open page, unless it is told', () => {
    const items = shownItems([], pages);
    expect([
      activeItem(items, null, 'revenue'),
      activeItem(items, 'orders', 'revenue'),
      activeItem(items, 'nothing', 'revenue'),
      activeItem(items, null, 'other'),
    ]).toEqual(['revenue', 'orders', 'revenue', null]);
  });
});
