import type { AppNode, AppPage } from '../../../backend/apps/app.contract.ts';

/** What of an app matters here; the rest is as the server gives it to every app. */
export type BenchDocument = { format: 1; pages: AppPage[]; actions?: object[] };

/** Components that follow what is typed into `source`. */
export const dependents = 10;

/** Columns of four: fields, choices, texts and buttons as an operator has them, each of them in a grid. */
const kinds: readonly ((index: number) => Pick<AppNode, 'type' | 'props'>)[] = [
  (index) => ({ type: 'text_input', props: { label: `Field ${index}`, value: `Value ${index}` } }),
  (index) => ({ type: 'text', props: { content: `Text ${index}: what an operator reads` } }),
  (index) => ({ type: 'select', props: { label: `Choice ${index}`, options: ['small', 'medium', 'large'].map((value) => ({ value, label: value })) } }),
  (index) => ({ type: 'button', props: { text: `Do ${index}` } }),
  (index) => ({ type: 'number', props: { label: `Number ${index}`, value: index } }),
  (index) => ({ type: 'statistic', props: { label: `Figure ${index}`, value: index * 100 } }),
  (index) => ({ type: 'checkbox', props: { label: `Check ${index}` } }),
  (index) => ({ type: 'text', props: { content: `Heading ${index}`, size: 'title' } }),
];

/**
 * A page of as many components as asked for: one field, ten texts that follow it, half of them by the engine of expressions, and a mixture of what operators use. The field tells others at once
 * instead of after the usual pause in typing, which is no time of ours.
 */
export function largeDocument(count: number): BenchDocument {
  const source: AppNode = node('source', 0, { type: 'text_input', props: { label: 'Source', debounce_ms: 0 } });
  const followers = Array.from({ length: dependents }, (_, index) => {
    const content = index % 2 === 0 ? { expr: 'source.value' } : { expr: `source.value.concat(' in ${index}')` };
    return node(`follower${index}`, index + 1, { type: 'text', props: { content } });
  });
  const others = Array.from({ length: count - dependents - 1 }, (_, index) =>
    node(`part${index}`, index + dependents + 1, kinds[index % kinds.length]!(index)),
  );
  return documentOf([source, ...followers, ...others]);
}

/** What a small tool begins with; nothing in it has to be computed. */
export const plainDocument = (): BenchDocument =>
  documentOf([
    node('title', 0, { type: 'text', props: { content: 'Orders', size: 'heading' } }),
    node('search', 1, { type: 'text_input', props: { label: 'Search' } }),
    node('go', 2, { type: 'button', props: { text: 'Look' } }),
    node('shown', 3, { type: 'text', props: { content: { expr: 'search.value' } } }),
  ]);

/** A table whose rows are all in the page. */
export const tableDocument = (script: string): BenchDocument => ({
  ...documentOf([{ id: 'orders', type: 'table', props: { label: 'Orders', rows: { expr: 'allRows.data' } }, layout: { base: { x: 0, y: 0, w: 12, h: 70 } } }]),
  actions: [{ id: 'allRows', run: { kind: 'script', path: script }, trigger: 'on_load' }],
});

/** Four beside each other. */
const node = (id: string, place: number, { type, props }: Pick<AppNode, 'type' | 'props'>): AppNode => ({
  id,
  type,
  props,
  layout: { base: { x: (place % 4) * 3, y: Math.floor(place / 4) * 10, w: 3, h: 'auto' } },
});

const documentOf = (children: AppNode[]): BenchDocument => ({
  format: 1,
  pages: [{ id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children } }],
});
