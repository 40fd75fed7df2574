import { keyedRows, type Row, type TableRow } from '../table/rows.ts';

/** A place on the map. */
export type Place = TableRow & { readonly lat: number; readonly lng: number; readonly title: string; readonly tone: string };

/** More would stand on each other and take the browser's time. */
export const mostPlaces = 5000;

const tones = new Set(['neutral', 'accent', 'success', 'warning', 'danger', 'info']);
type Fields = { readonly key: string; readonly lat: string; readonly lng: string; readonly title: string; readonly tone?: string | undefined };

/** The places of rows. Rows that are nowhere on earth are left out. */
export function placesOf(rows: readonly Row[], fields: Fields): Place[] {
  return keyedRows(rows.slice(0, mostPlaces), fields.key).flatMap((row): Place[] => {
    const [lat, lng] = [degrees(row.row[fields.lat], 90), degrees(row.row[fields.lng], 180)];
    if (lat === null || lng === null) return [];
    const title = row.row[fields.title];
    const tone = fields.tone === undefined ? '' : String(row.row[fields.tone]);
    return [
      {
        ...row,
        lat,
        lng,
        title: title === null || title === undefined || title === '' ? String(row.key) : String(title),
        tone: tones.has(tone) ? tone : 'accent',
      },
    ];
  });
}

function degrees(value: unknown, most: number): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && Math.abs(number) <= most ? number : null;
}

const kinds = new Set([
  'FeatureCollection',
  'Feature',
  'GeometryCollection',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
]);

/** Shapes that can be drawn; `null` for what is no GeoJSON. */
export function shapesOf(given: unknown): object | null {
  if (typeof given !== 'object' || given === null || !kinds.has(String((given as { type?: unknown }).type))) return null;
  return given;
}

/** The address of tiles, if it is one from the encrypted web with places for what is asked. */
export function tilesOf(address: string | undefined): string | null {
  const given = (address ?? '').trim();
  return /^https:\/\/[^/\s]+\//i.test(given) && ['{z}', '{x}', '{y}'].every((part) => given.includes(part)) ? given : null;
}
