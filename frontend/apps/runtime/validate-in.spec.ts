import { describe, expect, it } from '@jest/globals';
import type { AppDocument, AppNode } from '../../../backend/apps/app.contract.ts';
import { emptyDocument } from '../../../backend/apps/core/empty.ts';
import { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import { catalog } from '../../../components/definitions.ts';
import { PageRuntime, type PagePorts } from './page-runtime.ts';

const input = (id: string, props: AppNode['props'] = {}, y = 0): AppNode => ({
  id,
  type: 'text_input',
  props: { label: id, ...props },
  layout: { base: { x: 0, y, w: 12, h: 'auto' } },
});

const ports: PagePorts = {
  ask: () => Promise.resolve(true),
  toast: () => undefined,
  copy: () => Promise.resolve(),
  download: () => undefined,
  link: () => undefined,
  go: () => undefined,
  start: () => Promise.reject(new Error('nothing runs here')),
  wait: () => Promise.resolve({ status: 'cancelled' }),
  cancel: () => undefined,
  nowMs: () => 0,
};

/** A page of these components, each of which answers the check as it is told, and notes it. */
async function opened(children: AppNode[], answers: Record<string, boolean>): Promise<{ runtime: PageRuntime; asked: string[] }> {
  const page = { id: 'home', title: 'Home', params: [], is_in_navigation: true, body: { flow: 'grid' as const, children } };
  const document: AppDocument = { ...emptyDocument, pages: [page] };
  const runtime = new PageRuntime({ document, page, catalog, evaluator: new Evaluator(), ports, params: {}, user: {}, app: {} });
  await runtime.open();
  const asked: string[] = [];
  const answer = (node: AppNode): void => {
    const methods = { validate: () => asked.push(node.id) > 0 && answers[node.id], focus: () => asked.push(`focus ${node.id}`) };
    if (node.id in answers) runtime.instance(node, '', {}).setMethods(methods);
    for (const slot of Object.values(node.slots ?? {})) slot.children.forEach(answer);
  };
  children.forEach(answer);
  return { runtime, asked };
}

describe('checking what is in a place', () => {
  it('asks all of it in reading order, and puts the focus on the first that is wrong', async () => {
    const children = [input('second', {}, 10), input('first'), input('third', {}, 20)];
    const { runtime, asked } = await opened(children, { first: true, second: false, third: false });
    expect(runtime.validateIn(children, '')).toBe(false);
    expect(asked).toEqual(['first', 'second', 'third', 'focus second']);
  });

  it('goes into containers, and leaves out what is hidden', async () => {
    const box: AppNode = {
      id: 'box',
      type: 'container',
      props: {},
      layout: {},
      slots: { body: { flow: 'grid', children: [input('inside'), input('hidden', { hidden: true })] } },
    };
    const { runtime, asked } = await opened([box], { inside: true, hidden: false });
    expect(runtime.validateIn([box], '')).toBe(true);
    expect(asked).toEqual(['inside']);
  });

  it('is content with what is not drawn and therefore cannot be asked', async () => {
    const children = [input('elsewhere')];
    const { runtime } = await opened(children, {});
    expect(runtime.validateIn(children, '')).toBe(true);
  });
});
