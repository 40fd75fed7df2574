/** An item as it is given. */
export type NavItem = {
  id: string;
  label: string;
  icon?: string | undefined;
  page?: string | undefined;
  href?: string | undefined;
  badge?: string | number | null | undefined;
  hidden?: boolean | undefined;
  disabled?: boolean | undefined;
};
/** A page that the person may see. */
export type NavPage = { readonly id: string; readonly title: string; readonly icon?: string | undefined };

/** The items that are shown: those that are given, without pages that are not for this person, or all pages where none are given. */
export function shownItems(items: readonly NavItem[], pages: readonly NavPage[]): readonly NavItem[] {
  if (items.length === 0) return pages.map(({ id, title, icon }) => ({ id, label: title, icon, page: id }));
  const known = new Set(pages.map(({ id }) => id));
  return items.filter(({ hidden, page }) => hidden !== true && (page === undefined || page === '' || known.has(page)));
}

/** The item at which one is: the one that is named, otherwise the one that leads to the open page. */
export function activeItem(items: readonly NavItem[], named: string | null, page: string): string | null {
  if (named !== null && items.some(({ id }) => id === named)) return named;
  return items.find((item) => item.page === page)?.id ?? null;
}
