import { describe, expect, test } from '@jest/globals';
import { drawsApps } from './app-addresses.ts';

describe('a page draws apps', () => {
  test.each(['/a/acme/f/support/orders', '/embed/acme/f/support/orders', '/w/acme/apps/edit/f/support/orders', '/w/acme/gallery'])('at %s', (path) => {
    expect(drawsApps(path)).toBe(true);
  });

  test.each(['/w/acme/apps', '/w/acme/home', '/w/acme/runs/1', '/w/a/embed/x', '/approvals', '/w/acme/scripts/edit/f/apps/edit/x'])('and not at %s', (path) => {
    expect(drawsApps(path)).toBe(false);
  });
});
