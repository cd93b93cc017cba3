import { Link } from 'react-router';
import { BESIDE, RATES, VALUES } from '#lexicon/measures.js';
import { useWording } from '../base/language.js';
import type { Grouping, Measures, Share, Statistics } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { useSorted } from '../parts/sorting.js';
import { NumberLink, pageOf } from './number-link.js';

export const percent = (value: number | null) => (value === null ? '–' : `${Math.round(value * 1000) / 10}%`);

export const groupWord = (by: Grouping) => `by${by[0]!.toUpperCase()}${by.slice(1)}` as 'byDepartment';

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
        <td key={each} className="end" data-label={t.statistics[each]}>
          {percent(measures[each].value)}
          <br />
          <PartOfWhole of={measures[each]} says={`${name} · ${t.statistics[each]}`} />
        </td>
      ))}
    </tr>
  );
}

/** What a share is of: the two numbers that were counted, each with its list. */
function PartOfWhole({ of: { part, whole, link, wholeLink }, says }: { of: Share; says: string }) {
  const t = useWording();
  if (whole === 0) return null;
  return (
    <span className="muted part-of-whole">
      <NumberLink of={{ value: part, link }} says={`${says} · ${t.statistics.part}`} /> /{' '}
      <NumberLink of={{ value: whole, link: wholeLink }} says={`${says} · ${t.statistics.whole}`} />
    </span>
  );
}

/** The whole in a line of numbers, each the way to its list. */
export function Figures({ data }: { data: Statistics }) {
  const t = useWording();
  return (
    <div className="figures">
      {VALUES.map((each) => (
        <Link key={each} className="figure" to={pageOf(data[each].link)}>
          <b>{data[each].value}</b>
          <span>{t.statistics[each]}</span>
        </Link>
      ))}
      {BESIDE.filter((each) => data.beside[each].value > 0).map((each) => (
        <Link key={each} className="figure" to={pageOf(data.beside[each].link)}>
          <b>{data.beside[each].value}</b>
          <span>{t.statistics.beside(t.outcome[each])}</span>
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
  );
}

/** Each group in a row, and the whole below them. */
export function MeasuresTable({
  data,
  groups,
  by,
  keyName,
}: {
  data: Statistics;
  groups: NonNullable<Statistics['groups']>;
  by: Grouping;
  keyName: (key: string | null) => string;
}) {
  const t = useWording();
  const { sorted, sorting } = useSorted(groups, {
    [t.statistics[groupWord(by)]]: (each) => keyName(each.key),
    ...Object.fromEntries(
      [...VALUES, ...RATES].map((each) => [t.statistics[each], (group: Measures) => group[each].value]),
    ),
  });
  return (
    <div className="panel scroll">
      <table className="table board-table tiles wide">
        <TableHead
          titles={[t.statistics[groupWord(by)]]}
          numbers={[...VALUES, ...RATES].map((each) => t.statistics[each])}
          sorting={sorting}
        />
        <tbody>
          {sorted.map((each) => (
            <Row key={each.key} name={keyName(each.key)} measures={each} />
          ))}
          <Row name={t.board.total} measures={data} />
        </tbody>
      </table>
    </div>
  );
}
