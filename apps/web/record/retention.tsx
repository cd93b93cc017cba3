import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import type { Retention } from '../contract.js';
import { usePreferences } from '../base/language.js';
import { TableHead } from '../parts/lists.js';
import { Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';

type Rule = Retention['rules'][number];

/** How long what is kept, from where the number comes, and what has been kept long enough. */
export function RetentionTable() {
  const { t, listed } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => get('/retention', { signal }),
  });
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton rows={4} />;
  const which = ({ grades = [], categories = [] }: Rule) =>
    listed([...grades.map((each) => t.grade[each]), ...categories.map((each) => t.category[each])]);
  return (
    <details className="section stack" id="retention">
      <summary>
        <b>{t.keeping.title}</b>{' '}
        <span className="muted">
          {t.keeping.due}: {data.due.length}
        </span>
      </summary>
      <div className="panel scroll">
        <table className="table cards">
          <TableHead titles={[t.keeping.kind, t.keeping.years, t.keeping.source, t.keeping.rows]} />
          <tbody>
            {data.rules.map((rule, n) => (
              <tr key={n}>
                <th scope="row">
                  {t.retained[rule.kind]} {which(rule) && <span className="muted">{which(rule)}</span>}
                </th>
                <td>{rule.years === null ? t.keeping.forEver : t.keeping.count(rule.years)}</td>
                <td className="muted">{rule.source}</td>
                <td>{data.rows.find((each) => each.kind === rule.kind)?.due ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{t.keeping.due}</h2>
      {data.due.length === 0 ? (
        <p className="muted">{t.keeping.nothingDue}</p>
      ) : (
        <>
          <p className="muted">{t.keeping.hint}</p>
          <ul>
            {data.due.map((each) => (
              <li key={each.id}>
                {each.kind === 'case' ? (
                  <Link to={`/disputes/${each.id}`}>{each.number}</Link>
                ) : (
                  <>
                    {each.number} <span className="muted">{t.retained.item}</span>
                  </>
                )}{' '}
                <span className="muted">
                  {t.keeping.until} <Moment at={each.retainedUntil} day />
                </span>{' '}
                {each.held && <Tag tone="warn">{t.keeping.held}</Tag>}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
