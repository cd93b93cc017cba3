import { useEffect, useRef } from 'react';
import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { usePreferences } from '../language.js';

use([BarChart, LineChart, SankeyChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Colours of the page, as they are now. */
export function inks() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--line'),
    accent: of('--accent'),
    surface: of('--surface'),
  };
}

export function Chart({
  label,
  option,
  open,
}: {
  label: string;
  option: (ink: ReturnType<typeof inks>) => EChartsCoreOption;
  /** A mark was chosen. */
  open?: (mark: { name: string; seriesName?: string }) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { theme } = usePreferences();
  useEffect(() => {
    const chart = init(place.current, null, { renderer: 'svg' });
    const draw = () => {
      const ink = inks();
      chart.setOption(
        { textStyle: { color: ink.text, fontFamily: 'inherit' }, animationDuration: 250, ...option(ink) },
        { notMerge: true },
      );
    };
    draw();
    if (open)
      chart.on('click', (mark) => open({ name: mark.name, ...(mark.seriesName && { seriesName: mark.seriesName }) }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current!);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      dark.removeEventListener('change', draw);
      watch.disconnect();
      chart.dispose();
    };
  }, [option, open, theme]);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
