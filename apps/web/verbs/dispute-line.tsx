import { Link } from 'react-router';
import { useWording } from '../base/language.js';
import type { DisputeView } from '../contract.js';
import type { Sheet } from './field.js';
import { Moment } from '../parts/marks.js';

export function DisputeLine({ view }: { view: Sheet & Partial<Pick<DisputeView, 'nextDueAt'>> }) {
  const t = useWording();
  return (
    <p className="dispute-line">
      <Link to={`/disputes/${view.id}`}>{view.number}</Link> {view.title}
      {view.nextDueAt && (
        <span className="muted">
          {' '}
          · {t.list.due} <Moment at={view.nextDueAt} now={view.now} />
        </span>
      )}
    </p>
  );
}
