import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Grade, ObligationKind } from '#domain/words.js';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { GradeMark, Moment } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import type { StepProps } from './step.js';

const SHOWN = ['grade', 'dispatch', 'answer-transfer', 'first-contact'];

/** The rules and the calendar that hold already, with the dates that they come to today. */
export function RulesStep({ next }: StepProps) {
  const t = useWording();
  const { data, error, refetch } = useQuery({
    queryKey: ['policy', 'setup'],
    queryFn: async ({ signal }) => {
      const { version } = await get('/policies/current', { signal });
      return get('/policies/{version}/examples', { path: { version }, signal });
    },
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={3} />;
  const examples = data.items.flatMap((each) => {
    const [, kind, grade] = each.path.split('.') as [string, ObligationKind, Grade];
    return SHOWN.includes(kind) ? [{ ...each, kind, grade }] : [];
  });
  return (
    <section className="section">
      <p className="muted">{t.setup.rulesHint}</p>
      <ul className="desk-list">
        {examples.map((each, index) => (
          <li key={index}>
            <span>
              {t.kind[each.kind]} <GradeMark grade={each.grade} />
            </span>
            <Moment at={each.dueAt} />
          </li>
        ))}
      </ul>
      <p className="row wrap">
        <Link className="button" to="/policy">
          {t.setup.rulesMore}
        </Link>
        <Link className="button" to="/calendar">
          {t.setup.calendarMore}
        </Link>
        <button type="button" className="button primary" onClick={next}>
          {t.setup.save}
        </button>
      </p>
    </section>
  );
}
