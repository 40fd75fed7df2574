import { describe, expect, it } from '@jest/globals';
import type { AppNode, Slot } from '../../../backend/apps/app.contract.ts';
import { sketchOf, sketchWidth } from './sketch.ts';

const node = (id: string, type: string, layout: AppNode['layout'] = {}, more: Partial<AppNode> = {}): AppNode => ({ id, type, props: {}, layout, ...more });
const at = (x: number, y: number, w: number): AppNode['layout'] => ({ base: { x, y, w, h: 'auto' } });
const grid = (...children: AppNode[]): Slot => ({ flow: 'grid', children });

describe('the sketch of a page', () => {
  it('draws everything within the page, containers around what is in them', () => {
    const pieces = sketchOf(
      grid(
        node('figures', 'container', at(0, 0, 12), { slots: { body: { flow: 'row', children: [node('a', 'statistic'), node('b', 'button')] } } }),
        node('rows', 'table', at(0, 8, 8)),
        node('chart', 'chart', at(8, 8, 4)),
      ),
    );
    expect(pieces.every(({ x, y, width }) => x >= 0 && y >= 0 && x + width <= sketchWidth)).toBe(true);
    const container = pieces.find(({ kind }) => kind === 'frame');
    const table = pieces.find(({ kind }) => kind === 'band');
    expect((container?.y ?? 0) + (container?.height ?? 0)).toBeLessThan(table?.y ?? 0);
  });

  it('leaves out what stands above the page, what is hidden, and clocks', () => {
    const hidden = node('c', 'text', at(0, 0, 12), { props: { hidden: true } });
    expect(sketchOf(grid(node('a', 'drawer', at(0, 0, 12)), node('b', 'timer', at(0, 0, 2)), hidden))).toEqual([]);
  });
});
