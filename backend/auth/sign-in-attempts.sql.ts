/** Attempts on the same keys wait for each other until they are counted. `$1` must be sorted, or two could wait for ever. */
export const lockAttempts = `select pg_advisory_xact_lock(hashtextextended('sign-in:' || key, 0)) from unnest($1::text[]) as key`;

/**
 * For each key (`$1`) with its maximum (`$2`): in how many seconds it is open again, `null` when it is open. The window is
 * `$3` minutes; a key opens when the oldest of its last `maximum` failures leaves the window.
 */
export const countAttempts = `
  select ceil(extract(epoch from blocking.at + make_interval(mins => $3) - now()))::integer as wait_s
  from unnest($1::text[], $2::integer[]) as limits (key, maximum)
  left join lateral (
    select at from sign_in_attempt a
    where a.key = limits.key and a.at > now() - make_interval(mins => $3)
    order by a.at desc offset limits.maximum - 1 limit 1
  ) blocking on true`;

/** Counts an attempt for every key, and clears away what these keys no longer need. */
export const rememberAttempts = `
  with old as (delete from sign_in_attempt where key = any ($2::text[]) and at < now() - interval '1 day')
  insert into sign_in_attempt (id, key) select * from unnest($1::uuid[], $2::text[])`;

/** Forgets all of the keys `$1`, the newest of each key of `$2`, and whatever is long out of the window of `$3` minutes. */
export const forgetAttempts = `
  with newest as (select distinct on (key) id from sign_in_attempt where key = any ($2::text[]) order by key, at desc)
  delete from sign_in_attempt
  where key = any ($1::text[]) or id in (select id from newest) or at < now() - make_interval(mins => $3 * 4)`;
