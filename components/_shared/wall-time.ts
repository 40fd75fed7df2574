/** The clock on the wall of a zone as `YYYY-MM-DD HH:mm:ss`, and the moments behind it as ISO text in UTC. */
export type WallTime = string;

/** What the clock of a zone shows at a moment; `null` for what is no moment. */
export function wallAt(instant: string, zone: string): WallTime | null {
  const moment = new Date(instant);
  return Number.isNaN(moment.getTime()) ? null : wallOf(moment.getTime(), zone);
}

/**
 * The moment at which the clock of a zone shows this. A time that the clock leaves out when it is put forward counts on from the time before; of one
 * that it shows twice when it is put back, the first is meant.
 */
export function instantOf(wall: WallTime, zone: string): string | null {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => offsetAt(at, zone));
  const [before = 0] = offsets;
  const fitting = offsets.map((offset) => asUtc - offset).filter((at) => wallOf(at, zone) === wallOf(asUtc, 'UTC'));
  return new Date(fitting.length > 0 ? Math.min(...fitting) : asUtc - before).toISOString();
}

/** Whether the browser knows the zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return false;
  }
}

const offsetAt = (at: number, zone: string): number => Date.parse(`${wallOf(at, zone).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;

const formats = new Map<string, Intl.DateTimeFormat>();
function wallOf(at: number, zone: string): WallTime {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const [year = '', month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) => parts.get(type));
  return `${year.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
}
