import { useMemo, useState } from 'react';
import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { Simulation } from '../../contract.js';
import { TableHead } from '../../parts/lists.js';
import { Pick } from '../../parts/pick.js';
import { useSorted } from '../../parts/sorting.js';
import { BesideChart, Change, More, useDrawn } from './beside.js';

type Row = Simulation['load'][number];

const DRAWN = 24;

/** What falls due and becomes late, by department and week; of all, or of one. */
export function Load({ rows }: { rows: Row[] }) {
  const t = useWording();
  const { simulating: words } = t;
  const { name } = useDepartments();
  const [department, setDepartment] = useState('');
  const shown = rows.filter((each) => !department || each.departmentId === department);
  const weeks = useMemo(() => byWeek(rows, department), [rows, department]);
  const numbers = {
    dueBefore: (row: Row) => row.due.before,
    dueAfter: (row: Row) => row.due.after,
    more: (row: Row) => row.due.after - row.due.before,
    loadLateBefore: (row: Row) => row.late.before,
    loadLateAfter: (row: Row) => row.late.after,
  };
  const columns = Object.keys(numbers) as (keyof typeof numbers)[];
  const { sorted, sorting } = useSorted(shown, {
    [words.week]: (row) => row.week,
    [t.board.department]: (row) => name(row.departmentId),
    ...Object.fromEntries(columns.map((each) => [words[each], numbers[each]])),
  });
  const { drawn, rest } = useDrawn(sorted, DRAWN);
  const named = [...new Set(rows.map(({ departmentId }) => departmentId))].map((id) => [id, name(id)]);
  return (
    <section className="section">
      <h2>{words.load}</h2>
      <p className="muted">{words.loadHint}</p>
      {rows.length === 0 ? (
        <p>{words.noLoad}</p>
      ) : (
        <>
          <div className="filters">
            <Pick
              label={t.board.department}
              value={department}
              words={Object.fromEntries(named) as Record<string, string>}
              choose={setDepartment}
            />
          </div>
          <BesideChart label={words.load} rows={weeks} standing />
          <div className="scroll">
            <table className="table compact tiles" data-table="load">
              <TableHead
                titles={[words.week, t.board.department]}
                numbers={columns.map((each) => words[each])}
                sorting={sorting}
              />
              <tbody>
                {drawn.map((row) => (
                  <tr key={`${row.week} ${row.departmentId}`}>
                    <th scope="row">{row.week}</th>
                    <td data-label={t.board.department}>{name(row.departmentId)}</td>
                    {columns.map((each) => (
                      <td key={each} className="end" data-label={words[each]}>
                        {each === 'more' ? <Change by={numbers[each](row)} /> : numbers[each](row)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <More {...rest} />
        </>
      )}
    </section>
  );
}

/** What falls due in each week, of a department or of all. */
function byWeek(rows: readonly Row[], department: string) {
  const weeks = new Map<string, { of: string; before: number; after: number }>();
  for (const { week, departmentId, due } of rows) {
    if (department && departmentId !== department) continue;
    const sum = weeks.get(week) ?? { of: week, before: 0, after: 0 };
    weeks.set(week, { of: week, before: sum.before + due.before, after: sum.after + due.after });
  }
  return [...weeks.values()];
}
