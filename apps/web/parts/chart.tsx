import { useEffect, useRef } from 'react';
import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { usePreferences } from '../base/language.js';

use([BarChart, LineChart, SankeyChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Colours of the page, as they are now. */
export function inks() {
  // A variable of light and dark is a colour only where something has it.
  const probe = document.body.appendChild(document.createElement('i'));
  const of = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--line'),
    accent: of('--accent'),
    surface: of('--surface'),
  };
  probe.remove();
  return found;
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
    // Paper is light whatever the screen is.
    const [dark, paper] = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('print')];
    const draw = () => {
      const ink = inks();
      const { tooltip, ...made } = option(ink);
      const { fontFamily } = getComputedStyle(document.body);
      chart.setOption(
        {
          textStyle: { color: ink.text, fontFamily },
          animationDuration: paper.matches ? 0 : 250,
          ...made,
          // Drawn, not written: what it says is text whatever it holds, and the page allows no styles inside.
          tooltip: {
            ...(tooltip as object),
            renderMode: 'richText',
            backgroundColor: ink.surface,
            borderColor: ink.line,
            textStyle: { color: ink.text, fontFamily },
          },
        },
        { notMerge: true },
      );
    };
    draw();
    // Labels are measured with the font that is there: once more when the real one has come.
    void document.fonts.ready.then(() => {
      if (!chart.isDisposed()) draw();
    });
    if (open)
      chart.on('click', (mark) => open({ name: mark.name, ...(mark.seriesName && { seriesName: mark.seriesName }) }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current!);
    for (const each of [dark, paper]) each.addEventListener('change', draw);
    return () => {
      for (const each of [dark, paper]) each.removeEventListener('change', draw);
      watch.disconnect();
      chart.dispose();
    };
  }, [option, open, theme]);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
