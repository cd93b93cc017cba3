import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { usePreferences } from '../../base/language.js';
import { useDepartments, useMay } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';

/** Of a desk with many clerks the first are enough. */
const MOST = 3;

/** Whom one calls about the case: who handles it, or where nobody was named who heads the department, at their numbers. */
export function HandledBy({ view }: { view: DisputeView }) {
  const { t } = usePreferences();
  const { name } = useDepartments();
  const may = useMay();
  const { data } = useQuery({
    // Another holder and another person are asked about anew.
    queryKey: ['dispute', view.id, 'handler', view.holder, view.handler],
    queryFn: ({ signal }) => get('/disputes/{id}/handler', { path: { id: view.id }, signal }),
    enabled: may('handler.call'),
  });
  if (!data) return null;
  const { named, people, departmentId } = data;
  const isOther = named !== null && people.every((each) => each.userId !== named);
  return (
    <p className="handled-by">
      {named === null ? t.dispute.nobodyNamed : t.dispute.handler}{' '}
      {people.slice(0, MOST).map((each) => (
        <span key={each.userId} className="reach">
          <b>{each.name}</b>
          {each.departmentId !== departmentId && <span className="muted"> {name(each.departmentId)}</span>}
          {isOther && <span className="muted"> {t.dispute.standsIn}</span>}{' '}
          {each.phone ? (
            <a className="call" href={`tel:${each.phone}`}>
              {each.phone}
            </a>
          ) : (
            <span className="muted">{t.dispute.noPhone}</span>
          )}
        </span>
      ))}
    </p>
  );
}
