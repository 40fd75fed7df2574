import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { axisNumber } from '../_shared/numbers.ts';
import { rowsOf, type Row } from '../table/rows.ts';
import { numberText } from '../table/values.ts';
import type { ComponentProps } from '../view.ts';
import { categoryNames, chartData, points, sortedByTime } from './chart-data.ts';
import { brushedPart, type BrushArea } from './brushed.ts';
import { brushKind, heatCells, heatOption, pointsOption, seriesOption, type Palette } from './chart-option.ts';
import { DataTable } from './DataTable.tsx';
import type { chart } from './definition.ts';
import type { EChartsType } from './engine.ts';
import classes from './chart.module.css';

const seriesTokens = [
  '--current',
  '--state-running-bar',
  '--kind-agent',
  '--state-waiting-bar',
  '--kind-app',
  '--state-succeeded-bar',
  '--state-failed-bar',
  '--state-queued-bar',
];
const toneTokens = {
  neutral: '--state-queued-bar',
  accent: '--current',
  success: '--state-succeeded-bar',
  warning: '--state-waiting-bar',
  danger: '--state-failed-bar',
  info: '--state-running-bar',
};

/** The canvas of a chart knows no variables: the colours of the theme are read when it is drawn, in a form that it understands. */
function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (token: string): string => {
    const value = style.getPropertyValue(token).trim();
    if (!canvas) return value;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = value;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = canvas.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  };
  return {
    series: seriesTokens.map(read),
    tones: Object.fromEntries(Object.entries(toneTokens).map(([tone, token]) => [tone, read(token)])),
    ink: read('--ink'),
    muted: read('--ink-muted'),
    line: read('--line'),
    surface: read('--surface-float'),
    font: style.fontFamily,
  };
}

/** A picture out of its data address. It is not fetched, since a page connects to nothing but its own server. */
function pictureOf(address: string): Blob {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

/** Rows as a picture, and as a table for those who cannot see it. */
export function ChartView(view: ComponentProps<typeof chart>): ReactNode {
  const { id, props, host, useMethods } = view;
  const { locale } = host;
  const place = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(props.data), [props.data]);
  const encoding = useMemo(
    () => ({ x: props.x, y: props.y, series: props.series, aggregate: props.aggregate }),
    [props.x, props.y, props.series, props.aggregate],
  );
  const data = useMemo(() => sortedByTime(chartData(rows, encoding)), [rows, encoding]);
  const groups = useMemo(() => (props.kind === 'scatter' ? points(rows, encoding) : []), [rows, encoding, props.kind]);
  const format = useMemo(
    () => (value: number) => numberText(value, { type: props.format, currency: props.currency }, locale),
    [props.format, props.currency, locale],
  );
  const formatAxis = useMemo(
    () =>
      (value: number): string =>
        props.format === 'duration'
          ? format(value)
          : axisNumber(value, { kind: props.format === 'number' ? 'decimal' : props.format, currency: props.currency }, locale),
    [props.format, props.currency, locale, format],
  );
  const nameCategories = useMemo(() => (categories: readonly unknown[]) => categoryNames(categories, locale), [locale]);
  const drawn = useChart(view, place, { data, groups, format, formatAxis, nameCategories, rows });
  const save = (): void => {
    const backgroundColor = getComputedStyle(place.current?.parentElement ?? document.body).backgroundColor;
    const address = drawn.current?.getDataURL({ pixelRatio: 2, backgroundColor });
    if (address !== undefined) host.download(`${props.label === '' ? id : props.label}.png`, pictureOf(address), 'image/png');
  };
  useMethods({
    export_picture: save,
    clear_brush: () => drawn.current?.dispatchAction({ type: 'brush', areas: [] }),
  });
  const isEmpty = rows.length === 0;
  return (
    <figure className={classes.chart} data-disabled={props.disabled || undefined} aria-label={props.label === '' ? 'Chart' : props.label}>
      {(props.label !== '' || props.can_export) && (
        <figcaption className={classes.head}>
          <span className={classes.label}>{props.label}</span>
          {props.can_export && !isEmpty && (
            <ActionIcon aria-label="Save as a picture" title="Save as a picture" onClick={save}>
              <IconDownload />
            </ActionIcon>
          )}
        </figcaption>
      )}
      <div ref={place} className={classes.place} data-busy={props.loading || undefined} aria-hidden />
      {isEmpty && <p className={classes.empty}>{props.loading ? 'Loading' : props.empty_text}</p>}
      {!isEmpty && <DataTable data={data} format={format} />}
    </figure>
  );
}

type Drawn = {
  data: ReturnType<typeof chartData>;
  groups: ReturnType<typeof points>;
  format: (value: number) => string;
  formatAxis: (value: number) => string;
  nameCategories: (categories: readonly unknown[]) => string[];
  rows: readonly Row[];
};

/** Keeps the picture as its data, its size and the theme are. */
function useChart(
  view: ComponentProps<typeof chart>,
  place: { current: HTMLDivElement | null },
  { data, groups, format, formatAxis, nameCategories, rows }: Drawn,
): { current: EChartsType | null } {
  const { props, expose, emit, isEditing } = view;
  const instance = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme();
  const [widthPx, setWidthPx] = useState(0);
  const [engine, setEngine] = useState<typeof import('./engine.ts') | null>(null);
  useEffect(() => {
    let isOver = false;
    void import('./engine.ts').then((loaded) => !isOver && setEngine(loaded));
    return () => {
      isOver = true;
    };
  }, []);
  const press = useRef<(event: { seriesIndex?: number; dataIndex?: number }) => void>(() => undefined);
  press.current = ({ seriesIndex = 0, dataIndex = 0 }) => {
    if (isEditing || props.disabled) return;
    const cell = props.kind === 'heat' ? heatCells(data)[dataIndex] : undefined;
    const [along, up] = cell ?? [dataIndex, seriesIndex];
    const group = groups[seriesIndex];
    const point =
      props.kind === 'scatter'
        ? { x: group?.points[dataIndex]?.[0], series: group?.name ?? '', value: group?.points[dataIndex]?.[1] ?? 0, rows: [group?.rows[dataIndex] ?? {}] }
        : {
            x: data.categories[along],
            series: data.series[up]?.name ?? '',
            value: data.series[up]?.values[along] ?? 0,
            rows: data.series[up]?.rows[along] ?? [],
          };
    expose({ selected_point: { x: point.x ?? null, series: point.series, value: point.value } });
    void emit('click', point);
  };
  const mark = useRef<(areas: readonly BrushArea[]) => void>(() => undefined);
  mark.current = (areas) => {
    if (isEditing || props.disabled) return;
    const part = brushedPart(areas[0], props.kind === 'scatter' ? { groups } : { data });
    expose({ brush_range: part === null ? null : { from: part.from, to: part.to } });
    void emit('brush', part ?? { from: null, to: null, rows: [] });
  };
  useEffect(() => {
    const element = place.current;
    if (!engine || !element) return undefined;
    const made = engine.makeChart(element);
    instance.current = made;
    made.on('click', (event) => press.current(event as { seriesIndex?: number; dataIndex?: number }));
    made.on('brushEnd', (event) => mark.current((event as { areas?: readonly BrushArea[] }).areas ?? []));
    const observer = new ResizeObserver(() => {
      made.resize();
      // Names below it are cut for this width: to the pixel is not worth drawing it anew.
      setWidthPx(Math.floor(element.clientWidth / 16) * 16);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      instance.current = null;
    };
  }, [engine, place]);
  useEffect(() => {
    const [made, element] = [instance.current, place.current];
    if (!made || !element) return;
    if (rows.length === 0) return made.clear();
    const looks = {
      widthPx,
      kind: props.kind,
      isStacked: props.is_stacked,
      hasLegend: props.has_legend,
      canBrush: props.can_brush,
      format,
      formatAxis,
      nameCategories,
    };
    const palette = paletteOf(element);
    const option =
      props.kind === 'scatter'
        ? pointsOption(groups, palette, looks)
        : props.kind === 'heat'
          ? heatOption(data, palette, looks)
          : seriesOption(data, palette, looks);
    made.setOption(option, { notMerge: true });
    const brushOption = props.can_brush && props.kind !== 'pie' ? { brushType: brushKind(props.kind), brushMode: 'single' } : { brushType: false };
    made.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption });
  }, [engine, scheme, rows, data, groups, format, formatAxis, nameCategories, widthPx, place, props.kind, props.is_stacked, props.has_legend, props.can_brush]);
  return instance;
}
