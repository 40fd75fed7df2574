import type { ReactNode } from 'react';
import { formatOf, formatValue, type ValueFormat } from './format-value.ts';
import { safeAddress } from './safe-link.ts';
import classes from './ValueText.module.css';

type Props = { value: unknown; format?: ValueFormat | undefined; currency?: string | undefined; decimals?: number | undefined; locale: string };

/** A value in its format; a dash where there is none. Links lead out in a tab of their own. */
export function ValueText({ value, format: asked, currency, decimals, locale }: Props): ReactNode {
  const format = asked ?? formatOf(value);
  const text = formatValue(value, { format: asked, currency, decimals, locale });
  if (text === null) return <span className={classes.none}>–</span>;
  const address = format === 'link' ? safeAddress('link', text) : null;
  if (address !== null) {
    return (
      <a className={classes.link} href={address} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  }
  return (
    <span dir="auto" className={format === 'json' ? classes.json : classes.text}>
      {text}
    </span>
  );
}
