/** Rows of one age, in words. */
export type AgeGroup<Row> = { age: string; rows: Row[] };

const dayMs = 86_400_000;
const monthOf = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });

/** How long ago something was, as one looks for it: by the day, then by the week, then by the month; in the zone of who looks. */
function ageOf(at: Date, now: Date): string {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = at.getTime();
  if (time >= today) return 'Today';
  if (time >= today - dayMs) return 'Yesterday';
  if (time >= today - 6 * dayMs) return 'Last 7 days';
  return time >= today - 29 * dayMs ? 'Last 30 days' : monthOf.format(at);
}

/** Rows that are newest first, under how old they are. */
export function byAge<Row extends { updated_at: string }>(rows: readonly Row[], now: Date): AgeGroup<Row>[] {
  const groups = Map.groupBy(rows, (row) => ageOf(new Date(row.updated_at), now));
  return [...groups].map(([age, own]) => ({ age, rows: own }));
}
