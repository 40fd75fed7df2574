import { describe, expect, it } from '@jest/globals';
import { safeAddress } from './safe-link.ts';

describe('addresses in apps', () => {
  it.each(['https://acme.example/x', 'mailto:a@acme.example', 'tel:+49', '/w/acme/runs', '#top', ' https://acme.example '])('may lead to %s', (address) => {
    expect(safeAddress('link', address)).toBe(address.trim());
  });

  it.each(['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', '//evil.example', 'vbscript:x', '', null])('may not lead to %s', (address) => {
    expect(safeAddress('link', address)).toBeNull();
  });

  it('show pictures, and frames only from the encrypted web', () => {
    expect(safeAddress('image', 'data:image/png;base64,AA')).not.toBeNull();
    expect(safeAddress('image', 'data:text/html,x')).toBeNull();
    expect(safeAddress('frame', 'https://acme.example')).not.toBeNull();
    expect(['http://acme.example', '/w/acme', 'https://', 'data:text/html,x'].map((address) => safeAddress('frame', address))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
