/** How a number is shown. A percentage is a share: 0.25 is 25 %. */
export type NumberFormat = {
  readonly kind: 'decimal' | 'currency' | 'percent' | 'compact';
  readonly currency?: string | undefined;
  readonly decimals?: number | undefined;
};

/** A number as people of this language read it. A currency that is not known stands behind the number as it is. */
export function formatNumber(value: number, { kind, currency = 'EUR', decimals }: NumberFormat, locale: string): string {
  const digits = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (kind === 'percent') return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, ...digits }).format(value);
  if (kind === 'compact') return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1, ...digits }).format(value);
  if (kind === 'decimal') return new Intl.NumberFormat(locale, { maximumFractionDigits: 6, ...digits }).format(value);
  if (!isCurrency(currency)) return `${new Intl.NumberFormat(locale, digits).format(value)} ${currency}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(value);
}

/** A number beside an axis: short, since it stands there to compare and not to be read to the cent; all of them from a thousand on, so that one axis has one way of writing. */
export function axisNumber(value: number, { kind, currency = 'EUR' }: NumberFormat, locale: string): string {
  if (kind === 'percent') return formatNumber(value, { kind }, locale);
  const isShort = Math.abs(value) >= 1000;
  const money = kind === 'currency' && isCurrency(currency) ? ({ style: 'currency', currency, minimumFractionDigits: 0 } as const) : {};
  return new Intl.NumberFormat(locale, { ...money, ...(isShort ? { notation: 'compact', maximumFractionDigits: 2 } : { maximumFractionDigits: 2 }) }).format(
    value,
  );
}

/** Signs around and inside of a number in a language. */
export type NumberSigns = { readonly decimal: string; readonly group: string; readonly prefix: string; readonly suffix: string; readonly decimals: number };

/** What stands around and inside of a number, for a field into which one is typed. */
export function signsOf({ kind, currency = 'EUR', decimals }: NumberFormat, locale: string): NumberSigns {
  const options: Intl.NumberFormatOptions =
    kind === 'currency' && isCurrency(currency) ? { style: 'currency', currency } : kind === 'percent' ? { style: 'percent' } : {};
  const parts = new Intl.NumberFormat(locale, {
    ...options,
    useGrouping: true,
    minimumFractionDigits: decimals ?? (kind === 'currency' ? undefined : 1),
  }).formatToParts(12_345.5);
  const text = (type: Intl.NumberFormatPartTypes, fallback: string): string => parts.find((part) => part.type === type)?.value ?? fallback;
  const first = parts.findIndex(({ type }) => type === 'integer');
  const last = parts.findLastIndex(({ type }) => type === 'integer' || type === 'fraction');
  const join = (some: readonly Intl.NumberFormatPart[]): string => some.map(({ value }) => value).join('');
  const natural = parts.find(({ type }) => type === 'fraction')?.value.length ?? 0;
  return {
    decimal: text('decimal', '.'),
    group: text('group', ''),
    prefix: join(parts.slice(0, first)),
    suffix: join(parts.slice(last + 1)),
    decimals: decimals ?? (kind === 'currency' ? natural : kind === 'percent' ? 2 : 10),
  };
}

/** A number times a power of ten, without the dirt of binary fractions: a share as a percentage and back. */
export function shifted(value: number, digits: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

const isCurrency = (code: string): boolean => /^[A-Za-z]{3}$/.test(code);
