import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { RATES } from '#lexicon/measures.js';
import { useAddress } from '../base/address.js';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments, useZone } from '../base/session.js';
import { fromInput, toDateInput } from '../base/time.js';
import type { Grouping, Measures, Value } from '../contract.js';
import { OnPaper } from '../parts/on-paper.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { Chart, type inks } from '../parts/chart.js';
import { flow, rates, volume } from './drawings.js';
import { VisitsMade } from './visits.js';
import { Ageing, Lateness } from './lateness.js';
import { Figures, groupWord, MeasuresTable } from './measures.js';
import { pageOf } from './number-link.js';
import { Period } from './period.js';

type Ink = ReturnType<typeof inks>;

const HALF_YEAR_MS = 183 * 86_400_000;

export default function Statistics() {
  const t = useWording();
  const zone = useZone();
  const { name } = useDepartments();
  const navigate = useNavigate();
  const [address, change] = useAddress();
  const from = address.get('from') ?? toDateInput(Date.now() - HALF_YEAR_MS, zone);
  const to = address.get('to') ?? toDateInput(Date.now(), zone);
  const by = (address.get('by') ?? 'department') as Grouping;
  const set = (field: string, value: string) => change({ [field]: value }, { replace: false });
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
  const drawn = useMemo(() => ({ groups, keyName, t }), [groups, keyName, t]);
  const drawVolume = useCallback((ink: Ink) => volume(ink, drawn, by), [drawn, by]);
  const drawFlow = useCallback((ink: Ink) => flow(ink, drawn), [drawn]);
  const drawRates = useCallback((ink: Ink) => rates(ink, data, t), [data, t]);
  const endsOf = useCallback(
    ({ resolved, open, other }: Measures): Record<string, Value> => ({
      [t.statistics.resolved]: resolved,
      [t.statistics.open]: open,
      [t.statistics.other]: other,
    }),
    [t],
  );
  const openGroup = useCallback(
    (mark: { name: string; seriesName?: string }) => {
      // A stream of the flow is called by both of its ends.
      const [from = '', to] = mark.name.split(' > ');
      const group = groups.find(
        (each) => keyName(each.key) === (to === undefined || from === t.statistics.entered ? (to ?? from) : from),
      );
      const end = to ?? mark.seriesName;
      const whole = data && (endsOf(data)[mark.name] ?? data.entered);
      if (group) void navigate(pageOf((endsOf(group)[end ?? ''] ?? group.entered).link));
      else if (whole) void navigate(pageOf(whole.link));
    },
    [groups, data, endsOf, keyName, navigate, t],
  );
  const openRate = useCallback(
    (mark: { name: string }) => {
      const rate = RATES.find((each) => t.statistics[each] === mark.name);
      if (rate && data) void navigate(pageOf(data[rate].link));
    },
    [data, navigate, t],
  );

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.statistics.title}</h1>
        <Period from={from} to={to} by={by} set={set} />
        {period && <TakeAway table="statistics" query={{ ...period, by }} />}
      </header>
      <OnPaper
        filters={[`${t.statistics.period}: ${from} – ${to}`, `${t.statistics.by}: ${t.statistics[groupWord(by)]}`]}
      />
      {isPending ? (
        <Skeleton />
      ) : !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.entered.value === 0 ? (
        <Empty title={t.statistics.empty} />
      ) : (
        <>
          {error && <p className="stale">{t.state.stale}</p>}
          <Figures data={data} />
          <p className="muted">{t.statistics.countedHint}</p>
          {by === 'department' && (
            <section className="section">
              <h2>{t.statistics.flow}</h2>
              <p className="muted">{t.statistics.flowHint}</p>
              <Chart label={t.statistics.flow} option={drawFlow} open={openGroup} />
            </section>
          )}
          <div className="charts">
            <section className="section">
              <h2>{t.statistics.volume}</h2>
              <Chart label={t.statistics.volume} option={drawVolume} open={openGroup} />
            </section>
            <section className="section">
              <h2>{t.statistics.rates}</h2>
              <Chart label={t.statistics.rates} option={drawRates} open={openRate} />
            </section>
          </div>
          <div className="charts">
            <Ageing ageing={data.ageing} />
            <Lateness lateness={data.lateness} />
          </div>
          <div className="charts">
            <VisitsMade visits={data.visits} />
          </div>
          <MeasuresTable data={data} groups={groups} by={by} keyName={keyName} />
        </>
      )}
    </div>
  );
}
