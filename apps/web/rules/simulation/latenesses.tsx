import { Link } from 'react-router';
import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { Simulation } from '../../contract.js';
import { TableHead } from '../../parts/lists.js';
import { LateMark, Moment, Tag } from '../../parts/marks.js';
import { owedText } from '../../parts/owed.js';
import { useSorted } from '../../parts/sorting.js';
import { More, useDrawn } from './beside.js';

type Row = Simulation['latenesses'][number];

const DRAWN = 20;
const CHANGES = ['more', 'earlier', 'later', 'less'] as const;

/** What is late under one of the two and not, or at another moment, under the other; case by case. */
export function Latenesses({ rows, changed }: { rows: Row[]; changed: number }) {
  const t = useWording();
  const { simulating: words } = t;
  const { name } = useDepartments();
  const titles = {
    what: t.changing.what,
    number: t.changing.case,
    department: t.board.department,
    kind: t.changing.owed,
    before: words.lateBefore,
    after: words.lateAfter,
  };
  const { sorted, sorting } = useSorted(rows, {
    [titles.what]: (row) => CHANGES.indexOf(changeOf(row)),
    [titles.number]: (row) => row.number,
    [titles.department]: (row) => name(row.departmentId),
    [titles.kind]: (row) => owedText(row, t),
    [titles.before]: (row) => row.before,
    [titles.after]: (row) => row.after,
  });
  const { drawn, rest } = useDrawn(sorted, DRAWN);
  return (
    <section className="section">
      <h2>{words.each}</h2>
      {rows.length === 0 ? (
        <p>{words.noneChanged}</p>
      ) : (
        <>
          <p className="muted">
            {words.eachHint} {rows.length < changed && words.firstOf(rows.length, changed)}
          </p>
          <table className="table cards rule-preview">
            <TableHead titles={Object.values(titles)} sorting={sorting} />
            <tbody>
              {drawn.map((row) => (
                <tr
                  key={`${row.disputeId} ${row.kind} ${row.n} ${row.before} ${row.after}`}
                  data-change={changeOf(row)}
                >
                  <td data-label={titles.what}>
                    <ChangeMark change={changeOf(row)} />
                  </td>
                  <th scope="row">
                    {row.seen ? (
                      <Link to={`/disputes/${row.disputeId}`}>{row.number}</Link>
                    ) : (
                      (row.number ?? words.erased)
                    )}
                  </th>
                  <td data-label={titles.department}>{name(row.departmentId)}</td>
                  <td data-label={titles.kind}>{owedText(row, t)}</td>
                  <td data-label={titles.before}>
                    <LateAt at={row.before} />
                  </td>
                  <td data-label={titles.after}>
                    <LateAt at={row.after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More {...rest} />
        </>
      )}
    </section>
  );
}

function changeOf({ before, after }: Row): (typeof CHANGES)[number] {
  if (before === null) return 'more';
  if (after === null) return 'less';
  return after < before ? 'earlier' : 'later';
}

function ChangeMark({ change }: { change: (typeof CHANGES)[number] }) {
  const t = useWording();
  const word = t.simulating.change[change];
  if (change === 'more') return <LateMark>{word}</LateMark>;
  return <Tag tone={change === 'earlier' ? 'warn' : 'quiet'}>{word}</Tag>;
}

function LateAt({ at }: { at: string | null }) {
  const t = useWording();
  return at ? <Moment at={at} /> : <span className="muted">{t.simulating.notLate}</span>;
}
