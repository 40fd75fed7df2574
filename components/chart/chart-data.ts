import { isPlainDate } from '../_shared/plain-date.ts';
import { aggregate } from '../table/arrange.ts';
import { titleOf } from '../table/columns.ts';
import type { Row } from '../table/rows.ts';
import { compareValues, fieldValue, numberOf, plainText } from '../table/values.ts';

/** What a chart reads out of rows. */
export type Encoding = {
  readonly x: string;
  readonly y: readonly (
    | string
    | { readonly field: string; readonly title?: string | undefined; readonly type?: 'bar' | 'line' | 'area' | undefined; readonly tone?: string | undefined }
  )[];
  readonly series?: string | undefined;
  readonly aggregate: 'none' | 'sum' | 'average' | 'min' | 'max' | 'count';
};
/** One line, or one colour of bars. `rows` are those behind each value. */
export type Series = {
  readonly name: string;
  readonly type: 'bar' | 'line' | 'area' | undefined;
  readonly tone: string | undefined;
  readonly values: readonly (number | null)[];
  readonly rows: readonly (readonly Row[])[];
};
/** A chart as numbers: what is along it, and the series over that. */
export type ChartData = { readonly x: string; readonly categories: readonly unknown[]; readonly series: readonly Series[] };

/** More would be a carpet, and slow. */
const mostCategories = 5000;
const mostSeries = 30;

const isNumeric = (rows: readonly Row[], field: string): boolean => rows.some((row) => typeof row[field] === 'number');

/** Fields that were not said: along the first that is no number, up the first that is one. */
export function fullEncoding(rows: readonly Row[], encoding: Encoding): Encoding {
  const fields = Object.keys(rows[0] ?? {});
  const x = encoding.x === '' ? (fields.find((field) => !isNumeric(rows, field)) ?? fields[0] ?? '') : encoding.x;
  const y = encoding.y.length > 0 ? encoding.y : fields.filter((field) => field !== x && isNumeric(rows, field)).slice(0, 1);
  return { ...encoding, x, y };
}

/** Rows as series over categories. Several rows of one category are added up, or what else was asked for; without, the first counts. */
export function chartData(rows: readonly Row[], given: Encoding): ChartData {
  const encoding = fullEncoding(rows, given);
  const groups = Map.groupBy(rows, (row) => plainText(fieldValue(row, encoding.x)));
  const categories = [...groups.values()].slice(0, mostCategories).map(([first]) => (first ? fieldValue(first, encoding.x) : null));
  const members = [...groups.values()].slice(0, mostCategories);
  const split = encoding.series === undefined || encoding.series === '' ? null : encoding.series;
  const names = split === null ? [null] : [...new Set(rows.map((row) => plainText(fieldValue(row, split))))].slice(0, mostSeries);
  const series = encoding.y.flatMap((entry) => {
    const { field, title, type, tone } = typeof entry === 'string' ? { field: entry, title: undefined, type: undefined, tone: undefined } : entry;
    return names.map((name): Series => {
      const own = members.map((some) => (name === null || split === null ? some : some.filter((row) => plainText(fieldValue(row, split)) === name)));
      const label = title ?? titleOf(field);
      return {
        name: name === null ? label : encoding.y.length > 1 ? `${name}, ${label}` : name,
        type,
        tone,
        rows: own,
        values: own.map((some) =>
          valueOver(
            some.map((row) => fieldValue(row, field)),
            encoding.aggregate,
          ),
        ),
      };
    });
  });
  return { x: encoding.x, categories, series };
}

function valueOver(values: readonly unknown[], kind: Encoding['aggregate']): number | null {
  return kind === 'none' ? numberOf(values[0]) : aggregate(kind, values);
}

/** Points of a scatter chart: each row is one. */
export function points(
  rows: readonly Row[],
  given: Encoding,
): readonly { name: string; points: readonly (readonly [number, number])[]; rows: readonly Row[] }[] {
  const fields = Object.keys(rows[0] ?? {}).filter((field) => isNumeric(rows, field));
  const x = given.x === '' ? (fields[0] ?? '') : given.x;
  const first = given.y[0];
  const y = first === undefined ? (fields.find((field) => field !== x) ?? '') : typeof first === 'string' ? first : first.field;
  const { series } = given;
  const groups = Map.groupBy(rows, (row) => (series === undefined || series === '' ? titleOf(y) : plainText(fieldValue(row, series))));
  return [...groups].slice(0, mostSeries).map(([name, members]) => {
    const known = members.flatMap((row) => {
      const [at, value] = [numberOf(fieldValue(row, x)), numberOf(fieldValue(row, y))];
      return at === null || value === null ? [] : [{ row, point: [at, value] as const }];
    });
    return { name, points: known.map(({ point }) => point), rows: known.map(({ row }) => row) };
  });
}

/** Categories in words. Days are written short, with their year only where there are several. */
export function categoryNames(categories: readonly unknown[], locale: string): string[] {
  const names = categories.map(plainText);
  if (names.length === 0 || !names.every(isPlainDate)) return names;
  const hasOneYear = new Set(names.map((day) => day.slice(0, 4))).size === 1;
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC', ...(hasOneYear ? {} : { year: 'numeric' }) });
  return names.map((day) => format.format(new Date(`${day}T00:00:00Z`)));
}

/** Whether categories are days or moments that stand in no order; a line through them would go back and forth. */
export function sortedByTime(data: ChartData): ChartData {
  const isTime = data.categories.length > 1 && data.categories.every((value) => typeof value === 'string' && /^\d{4}-\d{2}(-\d{2})?/.test(value));
  if (!isTime) return data;
  const order = data.categories.map((value, index) => ({ value, index })).toSorted((one, other) => compareValues(one.value, other.value, 'date', 'en'));
  return {
    ...data,
    categories: order.map(({ value }) => value),
    series: data.series.map((one) => ({
      ...one,
      values: order.map(({ index }) => one.values[index] ?? null),
      rows: order.map(({ index }) => one.rows[index] ?? []),
    })),
  };
}
