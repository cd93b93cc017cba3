import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments, useZone } from '../base/session.js';
import { fromInput, toDateInput } from '../base/time.js';
import type { Grouping, Measures } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Pick } from '../parts/pick.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { bars } from './bars.js';
import { Chart, type inks } from './chart.js';
import { Ageing, Lateness } from './lateness.js';
import { ListLink, NumberLink, pageOf } from './number-link.js';

const HALF_YEAR_MS = 183 * 86_400_000;
const RATES = [
  'resolutionRate',
  'stableResolutionRate',
  'onTimeRate',
  'acceptanceRate',
  'misDispatchRate',
  'visitRate',
  'satisfaction',
] as const;
const VALUES = ['entered', 'circulated', 'resolved', 'open', 'reopened'] as const;

const percent = (value: number | null) => (value === null ? '–' : `${Math.round(value * 1000) / 10}%`);

export default function Statistics() {
  const t = useWording();
  const zone = useZone();
  const { name } = useDepartments();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const from = address.get('from') ?? toDateInput(Date.now() - HALF_YEAR_MS, zone);
  const to = address.get('to') ?? toDateInput(Date.now(), zone);
  const by = (address.get('by') ?? 'department') as Grouping;
  const set = (field: string, value: string) =>
    setAddress((before) => {
      before.set(field, value);
      return before;
    });
  const period = useMemo(() => {
    const start = fromInput(from, zone);
    const end = fromInput(to, zone);
    return start && end ? { from: start, to: new Date(Date.parse(end) + 86_400_000).toISOString() } : null;
  }, [from, to, zone]);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['statistics', period, by],
    queryFn: ({ signal }) => get('/statistics', { query: { ...period!, by }, signal }),
    enabled: period !== null,
    placeholderData: (before) => before,
  });
  const keyName = useCallback(
    (key: string | null): string => {
      if (key === null) return t.statistics.unknown;
      if (by === 'category') return t.category[key as keyof typeof t.category] ?? key;
      if (by === 'grade') return t.grade[key as keyof typeof t.grade] ?? key;
      return by === 'month' ? key : name(key);
    },
    [by, t, name],
  );
  const groups = useMemo(() => (data?.by === by ? (data.groups ?? []) : []), [data, by]);
  const volume = useCallback(
    (ink: ReturnType<typeof inks>) =>
      bars(
        ink,
        groups.map((each) => keyName(each.key)),
        [
          { name: t.statistics.entered, values: groups.map((each) => each.entered.value), ink: ink.accent },
          { name: t.statistics.resolved, values: groups.map((each) => each.resolved.value), ink: ink.muted },
        ],
        { standing: by === 'month' },
      ),
    [groups, by, keyName, t],
  );
  const openGroup = useCallback(
    (mark: { name: string; seriesName?: string }) => {
      // A stream of the flow is called by both of its ends.
      const [from = '', to] = mark.name.split(' > ');
      const group = groups.find(
        (each) => keyName(each.key) === (to === undefined || from === t.statistics.entered ? (to ?? from) : from),
      );
      const end = to ?? mark.seriesName;
      const whole =
        { [t.statistics.resolved]: data?.resolved, [t.statistics.open]: data?.open }[mark.name] ?? data?.entered;
      if (group) {
        const { link } =
          end === t.statistics.resolved ? group.resolved : end === t.statistics.open ? group.open : group.entered;
        void navigate(pageOf(link));
      } else if (whole) void navigate(pageOf(whole.link));
    },
    [groups, data, keyName, navigate, t],
  );
  // Who holds a dispute is what it is grouped by when it is grouped by department.
  const flow = useCallback(
    (ink: ReturnType<typeof inks>) => {
      const ends = (each: Measures) => ({
        [t.statistics.resolved]: each.resolved.value,
        [t.statistics.open]: each.open.value,
        [t.statistics.other]: each.entered.value - each.resolved.value - each.open.value,
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
    },
    [groups, keyName, t],
  );
  const openRate = useCallback(
    (mark: { name: string }) => {
      const rate = RATES.find((each) => t.statistics[each] === mark.name);
      if (rate && data) void navigate(pageOf(data[rate].link));
    },
    [data, navigate, t],
  );
  const rates = useCallback(
    (ink: ReturnType<typeof inks>) => ({
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
    }),
    [data, t],
  );

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.statistics.title}</h1>
        <div className="filters">
          <label>
            {t.statistics.from}
            <input type="date" value={from} max={to} onChange={(event) => set('from', event.target.value)} />
          </label>
          <label>
            {t.statistics.to}
            <input type="date" value={to} min={from} onChange={(event) => set('to', event.target.value)} />
          </label>
          <Pick
            label={t.statistics.by}
            all={t.statistics.byDepartment}
            value={by === 'department' ? '' : by}
            words={{
              village: t.statistics.byVillage,
              category: t.statistics.byCategory,
              grade: t.statistics.byGrade,
              month: t.statistics.byMonth,
            }}
            choose={(value) => set('by', value || 'department')}
          />
        </div>
      </header>
      {isPending ? (
        <Skeleton />
      ) : !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.entered.value === 0 ? (
        <Empty title={t.statistics.empty} />
      ) : (
        <>
          {error && <p className="stale">{t.state.stale}</p>}
          <div className="figures">
            {VALUES.map((each) => (
              <Link key={each} className="figure" to={pageOf(data[each].link)}>
                <b>{data[each].value}</b>
                <span>{t.statistics[each]}</span>
              </Link>
            ))}
            <Link className="figure" to={pageOf(data.resolutionHours.link)}>
              <b>{data.resolutionHours.median ?? '–'}</b>
              <span>
                {t.statistics.median} ({t.statistics.hours})
              </span>
            </Link>
            <Link className="figure" to={pageOf(data.resolutionHours.link)}>
              <b>{data.resolutionHours.p90 ?? '–'}</b>
              <span>
                {t.statistics.p90} ({t.statistics.hours})
              </span>
            </Link>
          </div>
          {by === 'department' && (
            <section className="section">
              <h2>{t.statistics.flow}</h2>
              <p className="muted">{t.statistics.flowHint}</p>
              <Chart label={t.statistics.flow} option={flow} open={openGroup} />
            </section>
          )}
          <div className="charts">
            <section className="section">
              <h2>{t.statistics.volume}</h2>
              <Chart label={t.statistics.volume} option={volume} open={openGroup} />
            </section>
            <section className="section">
              <h2>{t.statistics.rates}</h2>
              <Chart label={t.statistics.rates} option={rates} open={openRate} />
            </section>
          </div>
          <div className="charts">
            <Ageing ageing={data.ageing} />
            <Lateness lateness={data.lateness} />
          </div>
          <div className="panel scroll">
            <table className="table board-table tiles wide">
              <TableHead
                titles={[t.statistics[`by${by[0]!.toUpperCase()}${by.slice(1)}` as 'byDepartment']]}
                numbers={[...VALUES, ...RATES].map((each) => t.statistics[each])}
              />
              <tbody>
                {groups.map((each) => (
                  <Row key={each.key} name={keyName(each.key)} measures={each} />
                ))}
                <Row name={t.board.total} measures={data} />
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function Row({ name, measures }: { name: string; measures: Measures }) {
  const t = useWording();
  return (
    <tr>
      <th scope="row">{name}</th>
      {VALUES.map((each) => (
        <td key={each} className="end" data-label={t.statistics[each]}>
          <NumberLink of={measures[each]} says={`${name} · ${t.statistics[each]}`} />
        </td>
      ))}
      {RATES.map((each) => (
        <td
          key={each}
          className="end"
          data-label={t.statistics[each]}
          title={t.statistics.of(measures[each].part, measures[each].whole)}
        >
          {measures[each].value === null ? (
            percent(null)
          ) : (
            <ListLink
              link={measures[each].link}
              says={`${name} · ${t.statistics[each]}`}
              shown={percent(measures[each].value)}
            />
          )}
        </td>
      ))}
    </tr>
  );
}
