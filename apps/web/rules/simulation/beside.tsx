import { useCallback, useState } from 'react';
import { useWording } from '../../base/language.js';
import { TableHead } from '../../parts/lists.js';
import { useSorted } from '../../parts/sorting.js';
import { bars } from '../../parts/bars.js';
import { Chart, type inks } from '../../parts/chart.js';

export interface BesideRow {
  of: string;
  before: number;
  after: number;
  /** What else is told of it, under heads of their own. */
  more?: readonly number[];
}

/** So many rows are drawn at first: a year has more days than anybody reads. */
const DRAWN = 12;
/** So many more at a press. */
const MORE = 100;
/** More bars than these beside each other say nothing. */
const MOST_LYING = 12;

const asItIs = (of: string) => of;

/** What is counted, drawn and in numbers; or that there is nothing of it. */
export function BesideSection({
  title,
  head,
  none,
  rows,
  word = asItIs,
  standing = false,
}: {
  title: string;
  head: string;
  none: string;
  rows: readonly BesideRow[];
  word?: (of: string) => string;
  standing?: boolean;
}) {
  return (
    <section className="section">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          <BesideChart label={title} rows={rows} word={word} standing={standing} />
          <BesideTable head={head} rows={rows} word={word} />
        </>
      )}
    </section>
  );
}

/** How many there are under the rules in force, and beside it how many there would be. */
export function BesideTable({
  head,
  rows,
  word = asItIs,
  more = [],
}: {
  head: string;
  rows: readonly BesideRow[];
  word?: (of: string) => string;
  more?: readonly string[];
}) {
  const t = useWording();
  const { before, after, more: change } = t.simulating;
  const { sorted, sorting } = useSorted(rows, {
    [head]: (row) => word(row.of),
    [before]: (row) => row.before,
    [after]: (row) => row.after,
    [change]: (row) => row.after - row.before,
    ...Object.fromEntries(more.map((title, n) => [title, (row: BesideRow) => row.more?.[n] ?? null])),
  });
  const { drawn, rest } = useDrawn(sorted, DRAWN);
  return (
    <>
      <div className="scroll">
        <table className={more.length > 0 ? 'table compact tiles' : 'table compact'}>
          <TableHead titles={[head]} numbers={[before, after, change, ...more]} sorting={sorting} />
          <tbody>
            {drawn.map((row) => (
              <tr key={row.of} data-of={row.of}>
                <th scope="row">{word(row.of)}</th>
                <td className="end" data-label={before}>
                  {row.before}
                </td>
                <td className="end" data-label={after}>
                  {row.after}
                </td>
                <td className="end" data-label={change}>
                  <Change by={row.after - row.before} />
                </td>
                {more.map((title, n) => (
                  <td key={title} className="end" data-label={title}>
                    {row.more?.[n]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <More {...rest} />
    </>
  );
}

export function Change({ by }: { by: number }) {
  if (by === 0) return <span className="zero">0</span>;
  return <b>{by > 0 ? `+${by}` : `−${-by}`}</b>;
}

/** Of rows the first ones, and how many are left to be shown. */
export function useDrawn<T>(rows: readonly T[], first: number) {
  const [most, setMost] = useState(first);
  return { drawn: rows.slice(0, most), rest: { left: rows.length - most, show: () => setMost(most + MORE) } };
}

export function More({ left, show }: ReturnType<typeof useDrawn>['rest']) {
  const t = useWording();
  if (left <= 0) return null;
  return (
    <p className="form-foot">
      <button type="button" className="button" onClick={show}>
        {t.state.more} ({left})
      </button>
    </p>
  );
}

/** The same, drawn; lying where the rows are things, standing where they are times. */
export function BesideChart({
  label,
  rows,
  word = asItIs,
  standing = false,
}: {
  label: string;
  rows: readonly BesideRow[];
  word?: (of: string) => string;
  standing?: boolean;
}) {
  const t = useWording();
  const { before, after } = t.simulating;
  const option = useCallback(
    (ink: ReturnType<typeof inks>) => {
      const drawn = standing ? rows : rows.slice(0, MOST_LYING);
      return bars(
        ink,
        drawn.map((row) => word(row.of)),
        [
          { name: before, values: drawn.map((row) => row.before), ink: ink.muted },
          { name: after, values: drawn.map((row) => row.after), ink: ink.accent },
        ],
        { standing },
      );
    },
    [rows, word, standing, before, after],
  );
  return <Chart label={label} option={option} />;
}
