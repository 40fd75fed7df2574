import { describe, expect, test } from '@jest/globals';
import { describeDevice } from './devices.ts';

describe('the devices of sessions', () => {
  test('are told by browser and system', () => {
    expect(describeDevice('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36')).toEqual({ words: 'Chrome on Linux', isPhone: false });
    expect(describeDevice('Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1')).toEqual({ words: 'Safari on iPhone', isPhone: true });
  });

  test('that say something else are shown as they say', () => {
    expect(describeDevice('curl/8.5.0').words).toBe('curl/8.5.0');
    expect(describeDevice('').words).toBe('Unknown device');
  });
});
