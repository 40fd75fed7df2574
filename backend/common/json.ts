import { z } from 'zod';

/** Any JSON value. The identifier keeps OpenAPI from naming it `__schema0`. */
export const Json = z.json().meta({ id: 'Json' });
/** Any JSON value. */
export type Json = z.infer<typeof Json>;

/** A JSON object with any content: arguments of a run, the value of a resource, a JSON Schema. */
export const JsonObject = z.record(z.string(), z.unknown()).meta({ id: 'JsonObject' });
/** A JSON object with any content. */
export type JsonObject = z.infer<typeof JsonObject>;

/** A moment as an ISO 8601 string in UTC, for example `2026-11-20T08:15:00.000Z`. Years 1 to 9999, which every part of Millrace can hold. */
export const Timestamp = z.iso.datetime({ offset: true, abort: true }).refine(isStorableTime, 'this time lies outside of the years 1 to 9999').meta({ id: 'Timestamp' });
/** A moment as an ISO 8601 string. */
export type Timestamp = z.infer<typeof Timestamp>;

/** Postgres knows no year 0, and no offset beyond 15:59. */
function isStorableTime(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999 && !text.startsWith('0000') && !/[+-](1[6-9]|2\d):\d\d$/.test(text);
}
