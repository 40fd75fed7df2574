import { describe, expect, test } from '@jest/globals';
import { describeVisit, hrefOfHit, rank, scoreOf } from './palette-items.ts';
import { addVisit } from './recent.ts';

describe('the search', () => {
  test('every word must occur, and beginnings of words count more', () => {
    expect(scoreOf('Go to Runs', 'runs go')).toBeGreaterThan(0);
    expect(scoreOf('Go to Runs', 'runs x')).toBe(0);
    expect(scoreOf('f/support/refund_order', 'order')).toBeGreaterThan(scoreOf('f/support/reorder', 'order'));
  });

  test('nothing typed keeps everything in its order', () => {
    expect(rank(['b', 'a'], ' ', (item) => item)).toEqual(['b', 'a']);
    expect(rank(['Dark theme', 'Theme: system'], 'theme', (item) => item)).toEqual(['Theme: system', 'Dark theme']);
  });

  test('every kind of find leads to its page', () => {
    expect(hrefOfHit('acme', { kind: 'script', path: 'f/support/refund_order' })).toBe('/w/acme/scripts/f/support/refund_order');
    expect(hrefOfHit('acme', { kind: 'member', path: 'ada' })).toBe('/w/acme/people?search=ada');
  });

  test('visits are remembered once, the newest first, and lists are not', () => {
    const first = addVisit([], '/w/acme/scripts/f/a/one');
    expect(addVisit(addVisit(first, '/w/acme/runs/1'), '/w/acme/scripts/f/a/one')).toEqual(['/w/acme/scripts/f/a/one', '/w/acme/runs/1']);
    expect(addVisit(first, '/w/acme/flows/f/a/new_one')).toEqual(['/w/acme/flows/f/a/new_one', '/w/acme/scripts/f/a/one']);
    expect(addVisit(first, '/w/acme/scripts')).toEqual(first);
    expect(addVisit(first, '/w/acme/scripts/edit/f/a/one')).toEqual(first);
    expect(describeVisit('/w/acme/runs/1')).toEqual({ kind: 'job', title: '1' });
  });
});
