import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { BrushComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use as addParts, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

addParts([
  BarChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  BrushComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** A chart in an element. This module is loaded with the first chart. */
export const makeChart = (element: HTMLElement): EChartsType => init(element, null, { renderer: 'canvas' });
export type { EChartsType };
