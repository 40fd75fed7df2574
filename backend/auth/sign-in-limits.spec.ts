import { describe, expect, test } from '@jest/globals';
import { keysOf, networkOf } from './sign-in-limits.ts';

describe('the place from which someone signs in', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'], ['::ffff:203.0.113.7', '203.0.113.7'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['', ''],
  ])('%s counts as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  test('counts with the address whatever its case, and never as clear text', () => {
    expect(keysOf('Ada@Example.com ', '203.0.113.7', null)).toEqual(keysOf('ada@example.com', '203.0.113.7', null));
    expect(JSON.stringify(keysOf('ada@example.com', '203.0.113.7', null))).not.toContain('ada');
  });

  test('counts only for itself where the person has signed in before', () => {
    expect(keysOf('ada@example.com', '203.0.113.7', 'device').map(({ key }) => key)).toEqual(['device:device']);
  });
});
