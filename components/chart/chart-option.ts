import { plainText } from '../table/values.ts';
import type { ChartData, points } from './chart-data.ts';

/** Colours of the theme as they are now. */
export type Palette = {
  readonly series: readonly string[];
  readonly tones: Readonly<Record<string, string>>;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** Names of the letters of the page: a canvas inherits none. */
  readonly font: string;
};
/** How a chart looks beside its data. */
export type Looks = {
  readonly kind: 'bar' | 'line' | 'area' | 'pie' | 'scatter' | 'heat';
  /** Whether a part of it can be marked with the mouse. */
  readonly canBrush: boolean;
  readonly isStacked: boolean;
  readonly hasLegend: boolean;
  readonly format: (value: number) => string;
  readonly formatAxis: (value: number) => string;
  /** Categories in words, in their order. */
  readonly nameCategories: (categories: readonly unknown[]) => string[];
  /** How wide it is drawn; 0 where that is not known yet. */
  readonly widthPx: number;
};

const textStyle = ({ muted, font }: Palette) => ({ color: muted, fontFamily: font, fontSize: 12 });

function frame(palette: Palette, looks: Looks, count: number) {
  const hasLegend = looks.hasLegend && count > 1;
  return {
    animation: false,
    color: [...palette.series],
    textStyle: textStyle(palette),
    legend: { show: hasLegend, type: 'scroll', bottom: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, textStyle: textStyle(palette) },
    tooltip: { backgroundColor: palette.surface, borderColor: palette.line, textStyle: { color: palette.ink, fontSize: 12 }, confine: true },
    grid: { left: 8, right: 16, top: 12, bottom: hasLegend ? 32 : 8, containLabel: true },
    ...(looks.canBrush && looks.kind !== 'pie' ? { brush: brushOf(palette, looks) } : {}),
  };
}

/** A stretch along the chart; an area of a scatter chart. */
export const brushKind = (kind: Looks['kind']): 'rect' | 'lineX' => (kind === 'scatter' ? 'rect' : 'lineX');

const brushOf = ({ series, line }: Palette, { kind }: Looks) => ({
  toolbox: [],
  xAxisIndex: 0,
  ...(kind === 'scatter' ? { yAxisIndex: 0 } : {}),
  brushType: brushKind(kind),
  brushMode: 'single',
  throttleType: 'debounce',
  brushStyle: { color: series[0], opacity: 0.15, borderColor: line, borderWidth: 1 },
  outOfBrush: { colorAlpha: 0.35 },
});

/** Cells over two lists of categories, the more the stronger. */
export function heatOption(data: ChartData, palette: Palette, looks: Looks): Record<string, unknown> {
  const { axisLine, axisTick, axisLabel } = axes(palette, looks);
  const base = frame(palette, looks, 1);
  const cells = heatCells(data);
  const values = cells.map(([, , value]) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    ...base,
    grid: { ...base.grid, bottom: 44 },
    tooltip: { ...base.tooltip, trigger: 'item', valueFormatter: (value: unknown) => (typeof value === 'number' ? looks.format(value) : '–') },
    xAxis: { type: 'category', data: looks.nameCategories(data.categories), axisLine, axisTick, axisLabel },
    yAxis: { type: 'category', data: data.series.map(({ name }) => name), axisLine, axisTick, axisLabel },
    visualMap: {
      min: Number.isFinite(least) ? least : 0,
      max: Number.isFinite(most) && most > least ? most : (Number.isFinite(most) ? most : 0) + 1,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 10,
      itemHeight: 120,
      text: [looks.format(most), looks.format(least)],
      textStyle: textStyle(palette),
      inRange: { color: [palette.line, palette.series[0] ?? palette.ink] },
      show: values.length > 0,
    },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 3 } }],
  };
}

/** The cells that have a value: place along, place up, value. */
export const heatCells = ({ series }: ChartData): [number, number, number][] =>
  series.flatMap(({ values }, up) => values.flatMap((value, along): [number, number, number][] => (value === null ? [] : [[along, up, value]])));

const axes = (palette: Palette, looks: Looks) => ({
  axisLine: { lineStyle: { color: palette.line } },
  axisTick: { show: false },
  axisLabel: { ...textStyle(palette), hideOverlap: true },
  splitLine: { lineStyle: { color: palette.line } },
  valueLabel: { ...textStyle(palette), formatter: (value: number) => looks.formatAxis(value) },
});

/** About how wide a letter of a name is, and how long a name gets that stands aslant. */
const [letterPx, longestPx] = [6, 84];

/** Names that would run into each other stand aslant, so that each can be read. Beside them are the numbers of the other axis. */
const slanted = (names: readonly string[], widthPx: number): object => {
  const longest = Math.max(...names.map((name) => name.length)) * letterPx;
  return widthPx > 0 && longest > (widthPx - 60) / names.length ? { rotate: 32, width: longestPx, overflow: 'truncate' } : {};
};

/** What is counted is never half of one: its axis has no steps between. */
const hasWholeNumbers = ({ series }: ChartData): boolean => series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));

/** Series over categories as ECharts draws them. */
export function seriesOption(data: ChartData, palette: Palette, looks: Looks): Record<string, unknown> {
  const { axisLine, axisTick, axisLabel, splitLine, valueLabel } = axes(palette, looks);
  const base = frame(palette, looks, looks.kind === 'pie' ? data.categories.length : data.series.length);
  const names = looks.nameCategories(data.categories);
  // Few names all stand there; of many some are left out evenly.
  const nameLabel = {
    ...axisLabel,
    fontSize: 11,
    ...(names.length > 0 && names.length <= 8 ? { interval: 0, ...slanted(names, looks.widthPx) } : {}),
  };
  const valueFormatter = (value: unknown): string => (typeof value === 'number' ? looks.format(value) : '–');
  if (looks.kind === 'pie') {
    const [first] = data.series;
    const slices = data.categories.map((category, index) => ({ name: plainText(category), value: first?.values[index] ?? 0 }));
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: 'item', valueFormatter },
      series: [
        {
          type: 'pie',
          radius: ['48%', '76%'],
          center: ['50%', '46%'],
          label: { show: false },
          itemStyle: { borderColor: palette.surface, borderWidth: 2 },
          data: slices,
        },
      ],
    };
  }
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', valueFormatter },
    xAxis: { type: 'category', data: names, axisLine, axisTick, axisLabel: nameLabel },
    yAxis: { type: 'value', splitLine, axisLabel: valueLabel, ...(hasWholeNumbers(data) ? { minInterval: 1 } : {}) },
    series: data.series.map(({ name, type, tone, values }) => {
      const drawn = type ?? (looks.kind === 'scatter' || looks.kind === 'heat' ? 'bar' : looks.kind);
      const colour = tone === undefined ? undefined : palette.tones[tone];
      return {
        name,
        type: drawn === 'area' ? 'line' : drawn,
        data: [...values],
        ...(looks.isStacked ? { stack: 'all' } : {}),
        ...(drawn === 'area' ? { areaStyle: { opacity: 0.22 } } : {}),
        ...(drawn === 'bar'
          ? { barMaxWidth: 42, itemStyle: { borderRadius: looks.isStacked ? 0 : [3, 3, 0, 0], ...(colour ? { color: colour } : {}) } }
          : { symbolSize: 6, showSymbol: values.length < 60, lineStyle: { width: 2 }, ...(colour ? { itemStyle: { color: colour } } : {}) }),
      };
    }),
  };
}

/** Points as ECharts draws them. */
export function pointsOption(groups: ReturnType<typeof points>, palette: Palette, looks: Looks): Record<string, unknown> {
  const { axisLine, axisTick, axisLabel, splitLine, valueLabel } = axes(palette, looks);
  const base = frame(palette, looks, groups.length);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item' },
    xAxis: { type: 'value', scale: true, axisLine, axisTick, axisLabel, splitLine },
    yAxis: { type: 'value', scale: true, splitLine, axisLabel: valueLabel },
    series: groups.map(({ name, points: all }) => ({ name, type: 'scatter', symbolSize: 8, data: all.map((point) => [...point]) })),
  };
}
