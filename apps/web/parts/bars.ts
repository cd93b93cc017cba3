import type { inks } from './chart.js';

export interface Series {
  name: string;
  values: number[];
  /** A colour, or how strong the accent is. */
  ink: string | number;
}

/** Bars of several series, lying beside their names, or standing where the names are times. */
export function bars(
  ink: ReturnType<typeof inks>,
  names: string[],
  series: Series[],
  { stacked = false, standing = false } = {},
) {
  const numbers = {
    type: 'value',
    minInterval: 1,
    splitLine: { lineStyle: { color: ink.line } },
    axisLabel: { color: ink.muted },
  };
  const groups = {
    type: 'category',
    inverse: !standing,
    data: names,
    axisLabel: { color: ink.text },
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { show: false },
  };
  return {
    aria: { enabled: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    ...(series.length > 1 && {
      legend: { type: 'scroll', bottom: 0, textStyle: { color: ink.muted }, icon: 'roundRect', itemHeight: 8 },
    }),
    grid: { left: 8, right: 16, top: 12, bottom: series.length > 1 ? 36 : 8, containLabel: true },
    xAxis: standing ? groups : numbers,
    yAxis: standing ? numbers : groups,
    series: series.map((each) => ({
      type: 'bar',
      name: each.name,
      data: each.values,
      ...(stacked && { stack: 'all' }),
      barMaxWidth: 14,
      color: typeof each.ink === 'string' ? each.ink : ink.accent,
      itemStyle: { opacity: typeof each.ink === 'string' ? 1 : each.ink },
    })),
  };
}
