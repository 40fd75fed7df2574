import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';
import { flowValues, stepIdsOf } from './flows.test-support.ts';
import { foldedAtFirst, layoutFlow } from './layout.ts';
import type { FlowLayout, GraphNode, StepNode } from './layout-types.ts';
import { neighbour, stopsOf } from './navigation.ts';

const solid = ({ nodes }: FlowLayout): GraphNode[] => nodes.filter(({ kind }) => kind !== 'box');
const overlaps = (one: GraphNode, other: GraphNode): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
const contains = (outer: GraphNode, inner: GraphNode): boolean =>
  outer.x <= inner.x && inner.x + inner.width <= outer.x + outer.width && outer.y <= inner.y && inner.y + inner.height <= outer.y + outer.height;
const stepNodes = ({ nodes }: FlowLayout): StepNode[] => nodes.filter((node): node is StepNode => node.kind === 'step');

describe('The layout of a flow', () => {
  it('puts no node over another one', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const nodes = solid(layoutFlow(value));
        for (const [index, one] of nodes.entries()) for (const other of nodes.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('lets boxes contain each other or lie apart', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const { nodes } = layoutFlow(value);
        const boxes = nodes.filter(({ kind }) => kind === 'box');
        for (const box of boxes)
          for (const node of nodes) if (node !== box && overlaps(box, node)) expect(contains(box, node) || contains(node, box)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('shows every step once, and is the same each time', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const layout = layoutFlow(value);
        expect(
          stepNodes(layout)
            .map(({ step }) => step.id)
            .sort(),
        ).toEqual(stepIdsOf(value).sort());
        expect(new Set(layout.nodes.map(({ key }) => key)).size).toBe(layout.nodes.length);
        expect(new Set(layout.edges.map(({ key }) => key)).size).toBe(layout.edges.length);
        expect(layoutFlow(structuredClone(value))).toEqual(layout);
      }),
    );
  });

  it('draws the steps of a sequence under each other, in their order', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const bySequence = Map.groupBy(stepNodes(layoutFlow(value)), ({ place }) => place.sequence);
        for (const nodes of bySequence.values())
          for (const [index, node] of nodes.slice(1).entries()) {
            expect(node.place.index).toBe(nodes[index]!.place.index + 1);
            expect(node.y).toBeGreaterThan(nodes[index]!.y + nodes[index]!.height);
          }
      }),
    );
  });

  it('has a line for each place where a step can be put, and only lines that go down or to the side', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const { nodes, edges } = layoutFlow(value);
        const keys = new Set(nodes.map(({ key }) => key));
        for (const { from, to, isSide } of edges) {
          expect(keys.has(from.key) && keys.has(to.key)).toBe(true);
          if (!isSide) expect(to.y).toBeGreaterThan(from.y);
        }
        const places = edges.flatMap(({ place }) => (place ? [`${place.sequence}@${place.index}`] : []));
        for (let index = 0; index <= value.modules.length; index += 1) expect(places).toContain(`/modules@${index}`);
      }),
    );
  });

  it('shows a folded container as one card that knows how many steps it holds', () => {
    const loop = { id: 'loop', value: { type: 'forloopflow', iterator: { type: 'static', value: [] }, modules: [step('one'), step('two')] } };
    const layout = layoutFlow({ modules: [loop as FlowModule] }, new Set(['loop']));
    expect(stepNodes(layout).map(({ step: { id }, isFolded, stepCount }) => ({ id, isFolded, stepCount }))).toEqual([
      { id: 'loop', isFolded: true, stepCount: 2 },
    ]);
  });

  it('folds the big containers of a big flow at first, and nothing of a small one', () => {
    const many = Array.from({ length: 500 }, (_, index) => step(`s${index}`));
    const loop = { id: 'loop', value: { type: 'forloopflow', iterator: { type: 'static', value: [] }, modules: many } } as FlowModule;
    expect([...foldedAtFirst({ modules: [step('first'), loop] })]).toEqual(['loop']);
    expect([...foldedAtFirst({ modules: many.slice(0, 20) })]).toEqual([]);
  });

  it('has a node and a line for each of a thousand steps', () => {
    const value: FlowValue = { modules: Array.from({ length: 1000 }, (_, index) => step(`s${index}`)) };
    const layout = layoutFlow(value);
    expect(layout.nodes).toHaveLength(1002);
    expect(layout.edges).toHaveLength(1001);
  });
});

describe('Arrow keys in the graph', () => {
  it('reach every step by going down', () => {
    fc.assert(
      fc.property(flowValues(), (value) => {
        const layout = layoutFlow(value);
        const seen = new Set<string>();
        const first = stopsOf(layout)[0]!.key;
        for (let key: string | null = first; key !== null && !seen.has(key); key = neighbour(layout, key, 'down')) seen.add(key);
        expect(seen.size).toBe(stopsOf(layout).length);
      }),
    );
  });

  it('go to the branch beside', () => {
    const branches = { id: 'b', value: { type: 'branchall', branches: [{ modules: [step('left')] }, { modules: [step('right')] }] } } as FlowModule;
    const layout = layoutFlow({ modules: [branches] });
    const left = '/modules/0/value/branches/0/modules/0';
    const right = '/modules/0/value/branches/1/modules/0';
    expect(neighbour(layout, left, 'right')).toBe(right);
    expect(neighbour(layout, right, 'left')).toBe(left);
  });
});

function step(id: string): FlowModule {
  return { id, value: { type: 'identity' } };
}
