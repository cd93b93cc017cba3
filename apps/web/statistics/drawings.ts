import { RATES } from '#lexicon/measures.js';
import type { Grouping, Measures, Statistics } from '../contract.js';
import type { Wording } from '../words/zh.js';
import { bars } from '../parts/bars.js';
import type { inks } from '../parts/chart.js';
import { percent } from './measures.js';

type Ink = ReturnType<typeof inks>;
type Group = NonNullable<Statistics['groups']>[number];

/** The groups as they are drawn, and what each is called. */
interface Drawn {
  groups: Group[];
  keyName: (key: string | null) => string;
  t: Wording;
}

export const volume = (ink: Ink, { groups, keyName, t }: Drawn, by: Grouping) =>
  bars(
    ink,
    groups.map((each) => keyName(each.key)),
    [
      { name: t.statistics.entered, values: groups.map((each) => each.entered.value), ink: ink.accent },
      { name: t.statistics.resolved, values: groups.map((each) => each.resolved.value), ink: ink.muted },
    ],
    { standing: by === 'month' },
  );

/** Who holds a dispute is what it is grouped by when it is grouped by department. */
export const flow = (ink: Ink, { groups, keyName, t }: Drawn) => {
  const ends = (each: Measures) => ({
    [t.statistics.resolved]: each.resolved.value,
    [t.statistics.open]: each.open.value,
    [t.statistics.other]: each.other.value,
  });
  const links = groups.flatMap((each) => [
    { source: t.statistics.entered, target: keyName(each.key), value: each.entered.value },
    ...Object.entries(ends(each)).map(([target, value]) => ({ source: keyName(each.key), target, value })),
  ]);
  const flowing = links.filter((each) => each.value > 0);
  const names = [...new Set(flowing.flatMap((each) => [each.source, each.target]))];
  return {
    aria: { enabled: true },
    tooltip: { trigger: 'item' },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 84,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        emphasis: { focus: 'adjacency' },
        label: { color: ink.text },
        lineStyle: { color: 'source', opacity: 0.25 },
        itemStyle: { borderWidth: 0 },
        data: names.map((each) => ({
          name: each,
          itemStyle: { color: each === t.statistics.open || each === t.statistics.other ? ink.muted : ink.accent },
        })),
        links: flowing,
      },
    ],
  };
};

export const rates = (ink: Ink, data: Statistics | undefined, t: Wording) => ({
  aria: { enabled: true },
  tooltip: { valueFormatter: (value: number) => percent(value) },
  grid: { left: 8, right: 48, top: 4, bottom: 8, containLabel: true },
  xAxis: { type: 'value', max: 1, show: false },
  yAxis: {
    type: 'category',
    inverse: true,
    data: RATES.map((each) => t.statistics[each]),
    axisLabel: { color: ink.text },
    axisLine: { show: false },
    axisTick: { show: false },
  },
  series: [
    {
      type: 'bar',
      data: RATES.map((each) => data?.[each].value ?? 0),
      color: ink.accent,
      barMaxWidth: 14,
      showBackground: true,
      backgroundStyle: { color: ink.line },
      label: {
        show: true,
        position: 'right',
        color: ink.text,
        formatter: ({ value }: { value: number }) => percent(value),
      },
    },
  ],
});
