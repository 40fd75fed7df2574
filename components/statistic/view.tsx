import { useEffect, type ReactNode } from 'react';
import { formatValue } from '../_shared/format-value.ts';
import { Icon } from '../_shared/Icon.tsx';
import tones from '../_shared/tones.module.css';
import type { ComponentProps } from '../view.ts';
import type { statistic } from './definition.ts';
import { sparkline } from './sparkline.ts';
import classes from './statistic.module.css';

type Props = ComponentProps<typeof statistic>['props'];

/** One number that matters. Whether its change is good is said by a word for screen readers too, not by colour alone. */
export function StatisticView({ props, expose, emit, host, isEditing }: ComponentProps<typeof statistic>): ReactNode {
  const { format, currency, decimals } = props;
  const formatted = formatValue(props.value, { format, currency, decimals, locale: host.locale });
  useEffect(() => expose({ formatted: formatted ?? '' }), [formatted, expose]);
  const delta = props.delta ?? null;
  const hasFoot = delta !== null || (props.caption ?? '') !== '';
  const line = sparkline(props.trend ?? [], 96, 28);
  const tone = toneOf(delta ?? 0, props.good_when);
  return (
    <div
      className={`${tones.tone} ${classes.statistic}`}
      data-tone={tone}
      data-frame={props.frame}
      aria-busy={props.loading || undefined}
      onClick={isEditing ? undefined : () => void emit('click')}
    >
      {(props.label !== '' || props.icon !== undefined) && (
        <div className={classes.label}>
          <Icon name={props.icon} />
          <span>{props.label}</span>
        </div>
      )}
      <div className={classes.row}>
        <div className={classes.value}>{formatted ?? '–'}</div>
        {line !== null && (
          <svg className={classes.trend} viewBox="0 0 96 28" preserveAspectRatio="none" aria-hidden>
            <polyline points={line} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
          </svg>
        )}
      </div>
      {hasFoot && (
        <div className={classes.foot}>
          {delta !== null && <Delta delta={delta} tone={tone} props={props} locale={host.locale} />}
          {(props.caption ?? '') !== '' && <span>{props.caption}</span>}
        </div>
      )}
    </div>
  );
}

function Delta({ delta, tone, props, locale }: { delta: number; tone: string; props: Props; locale: string }): ReactNode {
  const text = formatValue(Math.abs(delta), { format: props.delta_format, currency: props.currency, locale });
  const direction = delta > 0 ? 'up' : delta < 0 ? 'down' : 'unchanged';
  const judgement = tone === 'success' ? ', which is good' : tone === 'danger' ? ', which is bad' : '';
  return (
    <span className={classes.delta}>
      <Icon name={direction === 'up' ? 'trending-up' : direction === 'down' ? 'trending-down' : 'minus'} />
      <span className="visually-hidden">{`${direction} by `}</span>
      {text}
      <span className="visually-hidden">{judgement}</span>
    </span>
  );
}

function toneOf(delta: number, goodWhen: Props['good_when']): 'success' | 'danger' | 'neutral' {
  if (delta === 0 || goodWhen === 'neither') return 'neutral';
  return delta > 0 === (goodWhen === 'up') ? 'success' : 'danger';
}
