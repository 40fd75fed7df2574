import { describe, expect, it } from '@jest/globals';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { isOtherPlace, nearestPlace } from './drop-place.ts';
import { actionPoint } from './edge-path.ts';
import { layoutFlow } from './layout.ts';

const step = (id: string): FlowModule => ({ id, value: { type: 'identity' } });
const loop: FlowModule = { id: 'loop', value: { type: 'forloopflow', iterator: { type: 'static', value: [] }, modules: [step('b')] } };
const layout = layoutFlow({ modules: [step('a'), loop, step('c')] });

describe('Where a dragged step is dropped', () => {
  it('is the line next to the pointer', () => {
    for (const edge of layout.edges) if (edge.place) expect(nearestPlace(layout, actionPoint(edge), () => true)).toEqual(edge.place);
  });

  it('is nowhere when the pointer is far from every line, or when none is allowed', () => {
    expect(nearestPlace(layout, { x: 5000, y: 5000 }, () => true)).toBeNull();
    expect(nearestPlace(layout, actionPoint(layout.edges[0]!), () => false)).toBeNull();
  });

  it('is never in the step itself, and never where it is already', () => {
    const from = { sequence: '/modules', index: 1 };
    expect(isOtherPlace('/modules/1', from, { sequence: '/modules/1/value/modules', index: 0 })).toBe(false);
    expect(isOtherPlace('/modules/1', from, { sequence: '/modules', index: 1 })).toBe(false);
    expect(isOtherPlace('/modules/1', from, { sequence: '/modules', index: 2 })).toBe(false);
    expect(isOtherPlace('/modules/1', from, { sequence: '/modules', index: 3 })).toBe(true);
    expect(isOtherPlace('/modules/1', from, { sequence: '/modules/10/value/modules', index: 0 })).toBe(true);
  });
});
