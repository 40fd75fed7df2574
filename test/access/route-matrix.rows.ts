import { known } from './route-matrix.world.ts';

/**
 * Who calls. `operator`, `viewer` and `writer` hold write, read and write on the folder of the objects (an operator never holds
 * more than read) and nothing on the folder `secret`; `job` is a running job of the writer; `app` is a token of an admin whose
 * only scope is elsewhere.
 */
export const callers = ['anonymous', 'other', 'operator', 'viewer', 'writer', 'admin', 'job', 'app'] as const;
/** One of {@link callers}. */
export type Caller = (typeof callers)[number];

/** What access answers: `ok` means that the request got past it, also when its body was then refused. */
export type Outcome = 'ok' | '401' | '403' | '404';

/** What a call is made with, where the placeholders of the route need more than the object that the world has for them. */
export type Call = { about?: string; at?: Record<string, string>; query?: string; body?: unknown };

/** A route with what each caller gets, in the order of {@link callers}. */
export type RouteRow = Call & { route: string; outcomes: Outcome[]; about: string };

/** A row of the table: the outcomes in the order of the callers, in words. */
export const row = (outcomes: string, route: string, call: Call = {}): RouteRow => ({
  about: '',
  ...call,
  route,
  outcomes: outcomes.trim().split(/\s+/) as Outcome[],
});

/** The same route on an object that only admins see. */
export const hidden = (outcomes: string, route: string, call: Call = {}): RouteRow =>
  row(outcomes, route, { about: '(hidden)', ...call, at: { path: known.hiddenPath, id: known.hiddenJob, ...call.at } });
