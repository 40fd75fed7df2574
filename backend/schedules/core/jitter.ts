/**
 * How long after its tick a run starts, in milliseconds: spread evenly over `jitterSeconds`, and always the same for one tick, so that
 * a decision that is repeated after a crash says the same.
 */
export function jitterMs(scheduleId: string, tick: Date, jitterSeconds: number): number {
  if (jitterSeconds <= 0) return 0;
  return Math.floor((hash(`${scheduleId}:${tick.getTime()}`) / 2 ** 32) * jitterSeconds * 1000);
}

/** FNV-1a with a last mixing, so that neighbouring ticks lie far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
