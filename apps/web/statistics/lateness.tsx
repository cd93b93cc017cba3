import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { Statistics } from '../contract.js';
import { useWording } from '../base/language.js';
import { TableHead } from '../parts/lists.js';
import { useSorted } from '../parts/sorting.js';
import { useDepartments } from '../base/session.js';
import { bars } from '../parts/bars.js';
import { Chart, type inks } from '../parts/chart.js';
import { NumberLink, pageOf } from './number-link.js';

/** What is open now, and for how long it has been: each mark and each number opens its list. */
export function Ageing({ ageing }: { ageing: Statistics['ageing'] }) {
  const t = useWording();
  const { name } = useDepartments();
  const navigate = useNavigate();
  const spans = (ageing[0]?.ages ?? []).map((each) => t.statistics.days(each.fromDays, each.toDays));
  const option = useCallback(
    (ink: ReturnType<typeof inks>) =>
      bars(
        ink,
        ageing.map((each) => name(each.departmentId)),
        (ageing[0]?.ages ?? []).map(({ fromDays, toDays }, n, all) => ({
          name: t.statistics.days(fromDays, toDays),
          values: ageing.map((each) => each.ages[n]!.value),
          // The older, the stronger.
          ink: (n + 1) / all.length,
        })),
        { stacked: true },
      ),
    [ageing, name, t],
  );
  const { sorted, sorting } = useSorted(ageing, {
    [t.statistics.byDepartment]: (line) => name(line.departmentId),
    ...Object.fromEntries(spans.map((span, n) => [span, (line: (typeof ageing)[number]) => line.ages[n]!.value])),
  });
  const open = useCallback(
    (mark: { name: string; seriesName?: string }) => {
      const line = ageing.find((each) => name(each.departmentId) === mark.name);
      const age = line?.ages.find((each) => t.statistics.days(each.fromDays, each.toDays) === mark.seriesName);
      if (age) void navigate(pageOf(age.link));
    },
    [ageing, name, navigate, t],
  );
  return (
    <section className="section">
      <h2>{t.statistics.ageing}</h2>
      <p className="muted">{t.statistics.ageingHint}</p>
      {ageing.length === 0 ? (
        <p>{t.statistics.noneOpen}</p>
      ) : (
        <>
          <Chart label={t.statistics.ageing} option={option} open={open} />
          <div className="scroll">
            <table className="table compact tiles">
              <TableHead titles={[t.statistics.byDepartment]} numbers={spans} sorting={sorting} />
              <tbody>
                {sorted.map((line) => (
                  <tr key={line.departmentId}>
                    <th scope="row">{name(line.departmentId)}</th>
                    {line.ages.map((each, n) => (
                      <td key={spans[n]} className="end" data-label={spans[n]}>
                        <NumberLink of={each} says={`${name(line.departmentId)} · ${spans[n]}`} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** What was late in the period, by what was owed. */
export function Lateness({ lateness }: { lateness: Statistics['lateness'] }) {
  const t = useWording();
  const navigate = useNavigate();
  const { sorted, sorting } = useSorted(lateness, {
    [t.statistics.owed]: (each) => t.kind[each.kind],
    [t.statistics.disputes]: (each) => each.value,
  });
  const option = useCallback(
    (ink: ReturnType<typeof inks>) =>
      bars(
        ink,
        lateness.map((each) => t.kind[each.kind]),
        [{ name: t.statistics.lateness, values: lateness.map((each) => each.value), ink: ink.accent }],
      ),
    [lateness, t],
  );
  const open = useCallback(
    (mark: { name: string }) => {
      const found = lateness.find((each) => t.kind[each.kind] === mark.name);
      if (found) void navigate(pageOf(found.link));
    },
    [lateness, navigate, t],
  );
  return (
    <section className="section">
      <h2>{t.statistics.lateness}</h2>
      <p className="muted">{t.statistics.latenessHint}</p>
      {lateness.length === 0 ? (
        <p>{t.board.noLate}</p>
      ) : (
        <>
          <Chart label={t.statistics.lateness} option={option} open={open} />
          <div className="scroll">
            <table className="table compact">
              <TableHead titles={[t.statistics.owed]} numbers={[t.statistics.disputes]} sorting={sorting} />
              <tbody>
                {sorted.map((each) => (
                  <tr key={each.kind}>
                    <th scope="row">{t.kind[each.kind]}</th>
                    <td className="end">
                      <NumberLink of={each} says={t.kind[each.kind]} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
