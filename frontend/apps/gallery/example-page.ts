import type { AppDocument, AppNode, AppPage } from '../../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../../backend/apps/core/empty.ts';
import type { ComponentDefinition } from '../../../components/component.ts';
import type { ComponentExample } from '../../../components/view.ts';

/** An example as a page draws it. */
export type DrawnExample = { readonly title: string; readonly id: string; readonly page: AppPage };

/** Examples of a component as an app with one page, and each of them as a page of its own over the same runtime. */
export function examplePages(
  definition: ComponentDefinition,
  examples: readonly ComponentExample[],
  isDisabled: boolean,
): { document: AppDocument; page: AppPage; drawn: readonly DrawnExample[] } {
  const drawn = examples.map((example, index): DrawnExample => {
    const id = `${definition.idStem}${index + 1}`;
    return { title: example.title, id, page: pageOf(nodesOf(definition, example, id, isDisabled)) };
  });
  const page = pageOf(drawn.flatMap((example) => example.page.body.children));
  return { document: { ...emptyDocument, pages: [page] }, page, drawn };
}

const pageOf = (children: AppNode[]): AppPage => ({ id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid', children } });

function nodesOf(definition: ComponentDefinition, { props, slots = {} }: ComponentExample, id: string, isDisabled: boolean): AppNode[] {
  const { h } = definition.size;
  const node: AppNode = {
    id,
    type: definition.type,
    props: { ...props, ...(isDisabled ? { disabled: true } : {}) } as AppNode['props'],
    layout: { base: { x: 0, y: 0, w: 12, h } },
    slots: Object.fromEntries(Object.entries(slots).map(([name, text]) => [name, { flow: 'grid', children: [textNode(`${id}_${name}`, text)] }])),
  };
  if (definition.isOverlay !== true) return [node];
  const opener: AppNode = {
    id: `${id}_open`,
    type: 'button',
    props: { text: `Open ${definition.title.toLowerCase()}` },
    on: { click: [{ do: 'open', component: id }] },
    layout: { base: { x: 0, y: 0, w: 12, h: 5 } },
  };
  return [opener, node];
}

const textNode = (id: string, content: string): AppNode => ({ id, type: 'text', props: { content }, layout: { base: { x: 0, y: 0, w: 12, h: 'auto' } } });
