import type { DisputeView } from '../../contract.js';
import { useWording } from '../../base/language.js';
import { Moment } from '../../parts/marks.js';
import { usePeople } from '../../base/people.js';

/** That a case is kept whatever its time, or that what it knew of people is gone; since when, by whom and why. */
export function Keeping({ view }: { view: DisputeView }) {
  const t = useWording();
  const people = usePeople();
  const { hold, erased } = view;
  const name = (id: string) => (id === 'system' ? t.keeping.system : people.name(id));
  if (erased) {
    return (
      <p className="keeping-line" role="status">
        <b>{t.keeping.erased}</b> <Moment at={erased.at} now={view.now} /> · {t.erasureGround[erased.ground]} ·{' '}
        {name(erased.by)} <span className="muted">{t.keeping.erasedHint}</span>
      </p>
    );
  }
  if (!hold) return null;
  return (
    <p className="keeping-line" role="status">
      <b>{t.keeping.held}</b> <Moment at={hold.since} now={view.now} /> · {name(hold.by)}
      {hold.reason && ` · ${hold.reason}`} <span className="muted">{t.keeping.heldHint}</span>
    </p>
  );
}
