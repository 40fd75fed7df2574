import { describe, expect, test } from '@jest/globals';
import { describeStep, greetingAt, hrefOfItem } from './home-items.ts';

describe('the home page', () => {
  test('a recent thing leads to the page of its kind', () => {
    expect(hrefOfItem('acme', 'script', 'f/support/refund_order')).toBe('/w/acme/scripts/f/support/refund_order');
    expect(hrefOfItem('acme', 'folder', 'support')).toBe('/w/acme/folders/support');
  });

  test('every first step says what to do and where', () => {
    for (const id of ['run_script', 'deploy_script', 'make_app', 'add_resource', 'invite_member'] as const) {
      const step = describeStep(id, 'acme');
      expect(step.title).not.toBe('');
      expect(step.href).toMatch(/^\/w\/acme\//);
    }
  });

  test('the greeting follows the clock', () => {
    expect([2, 8, 13, 21].map(greetingAt)).toEqual(['Good night', 'Good morning', 'Good afternoon', 'Good evening']);
  });
});
