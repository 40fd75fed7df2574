import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, isZone, wallAt } from './wall-time.ts';

describe('wall times', () => {
  it('are the clock of their zone', () => {
    expect(wallAt('2026-11-20T09:15:00Z', 'Europe/Berlin')).toBe('2026-11-20 10:15:00');
    expect(wallAt('2026-07-01T23:15:00Z', 'Asia/Kolkata')).toBe('2026-07-02 04:45:00');
    expect(wallAt('never', 'UTC')).toBeNull();
  });

  it('lead back to their moment', () => {
    expect(instantOf('2026-11-20 10:15:00', 'Europe/Berlin')).toBe('2026-11-20T09:15:00.000Z');
    expect(instantOf('nonsense', 'UTC')).toBeNull();
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/Sao_Paulo');
    fc.assert(
      fc.property(moment, zone, (at, where) => {
        const wall = wallAt(at.toISOString(), where) ?? '';
        expect(wallAt(instantOf(wall, where) ?? '', where)).toBe(wall);
      }),
    );
  });

  it('that the clock leaves out count on from the time before', () => {
    expect(instantOf('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('that the clock shows twice are the first', () => {
    expect(instantOf('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('know which zones there are', () => {
    expect([isZone('Europe/Berlin'), isZone('Mars/Olympus')]).toEqual([true, false]);
  });
});
