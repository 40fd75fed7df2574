import { describe, expect, test } from '@jest/globals';
import { returnAddress } from './return-address.ts';

describe('the address after sign-in', () => {
  test('a page of this site is gone back to', () => {
    expect(returnAddress('/w/acme/runs?status=failed')).toBe('/w/acme/runs?status=failed');
  });

  test('another site, however it is written, is not', () => {
    for (const wanted of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', undefined]) expect(returnAddress(wanted)).toBe('/');
  });

  test('the sign-in page does not lead to itself', () => {
    expect(returnAddress('/sign-in?return=/x')).toBe('/');
  });
});
