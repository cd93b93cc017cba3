import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useDepartments } from '../base/session.js';
import type { Readiness } from '../contract.js';
import { Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';

type Item = Readiness['items'][number];
const TONE = { stop: 'warn', warn: 'accent', ok: 'quiet' } as const;
const ORDER = ['stop', 'warn', 'ok'];
const OF_PEOPLE: Item['code'][] = ['role-pending', 'never-signed-in', 'gone-at-provider'];

/** What is missing for the work to go on, each with the button that mends it: where an administrator begins. */
export default function ReadinessPage() {
  const { t } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => get('/readiness', { signal }),
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const items = data.items.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  return (
    <div className="page tell">
      <header className="page-head">
        <h1>{t.readiness.title}</h1>
        <Link className="button" to="/setup">
          {t.readiness.guided}
        </Link>
      </header>
      <p className="muted">{t.readiness.hint}</p>
      <ul className="desk-list">
        {items.map((each) => (
          <Row key={each.code} item={each} />
        ))}
      </ul>
    </div>
  );
}

function Row({ item: { code, level, count, of, link } }: { item: Item }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const people = usePeople();
  const nameOf = (id: string) => {
    if (code === 'post-nobody-holds') return t.post[id as keyof typeof t.post] ?? id;
    return OF_PEOPLE.includes(code) ? people.name(id) : name(id);
  };
  const named = of.map(nameOf);
  const operators = code in t.readiness.operator && t.readiness.operator[code as keyof typeof t.readiness.operator];
  return (
    <li id={code}>
      <div>
        <p>
          <Tag tone={TONE[level]}>{t.readiness[level]}</Tag> <b>{t.readiness.code[code]}</b>
          {count > 1 && <span> {count}</span>}
        </p>
        {named.length > 0 && <p className="muted">{listed(named)}</p>}
        {operators && level !== 'ok' && <p className="muted">{operators}</p>}
      </div>
      {level !== 'ok' && !operators && (
        <Link className="button" to={link}>
          {t.readiness.mend}
          <span className="visually-hidden"> {t.readiness.code[code]}</span>
        </Link>
      )}
    </li>
  );
}
