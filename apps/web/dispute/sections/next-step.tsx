import { useEffect, useState } from 'react';
import { useWording } from '../../base/language.js';
import type { DisputeView, ObligationView, Verb } from '../../contract.js';
import { Left, Moment } from '../../parts/marks.js';
import type { Subject } from '../../verbs/field.js';
import { VERB_ORDER } from '../../verbs/order.js';

export type Open = { verb: Verb; subject?: Subject } | null;

/** What a form is opened for, by what is owed. */
export function subjectOf({ id, subjectId, n }: Pick<ObligationView, 'id' | 'subjectId' | 'n'>): Subject {
  return { obligationId: id, ...(subjectId !== undefined && { subjectId }), ...(n !== undefined && { n }) };
}

export function NextStep({ view, open }: { view: DisputeView; open: (open: Open) => void }) {
  const t = useWording();
  const { nextStep, can } = view;
  const owed = nextStep && view.obligations.find((each) => each.id === nextStep.obligationId);
  const subject = owed && subjectOf(owed);
  const others = VERB_ORDER.filter((verb) => can.includes(verb) && verb !== nextStep?.verb);
  const [more, setMore] = useState(false);
  // The two answers to an offer, by their letters here as in the inbox.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || into.closest('input, textarea, select, dialog')) return;
      const verb = ({ a: 'accept', r: 'return' } as const)[event.key];
      if (!verb || !can.includes(verb)) return;
      event.preventDefault();
      open({ verb, ...(verb === nextStep?.verb && subject && { subject }) });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
  const shown = more ? others : others.slice(0, 5);
  return (
    <section className="next-step" aria-labelledby="next-step">
      <div className="next-what">
        <h2 id="next-step">{t.dispute.nextStep}</h2>
        {nextStep && owed ? (
          <p>
            <b>
              {t.kind[nextStep.kind]}
              {nextStep.kind === 'return-visit' && ` ${nextStep.n}`}
            </b>{' '}
            <span className="muted">
              {t.dispute.dueBy} <Moment at={nextStep.dueAt} now={view.now} />
            </span>{' '}
            <Left obligation={owed} remaining={view.remaining[owed.id]} />
          </p>
        ) : (
          <p className="muted">{t.dispute.nothingNext}</p>
        )}
      </div>
      <div className="next-do">
        {nextStep && (
          <button
            type="button"
            className="button primary big"
            onClick={() => open({ verb: nextStep.verb, ...(subject && { subject }) })}
          >
            {t.verb[nextStep.verb]}
          </button>
        )}
        {shown.map((verb) => (
          <button key={verb} type="button" className="button" data-verb={verb} onClick={() => open({ verb })}>
            {t.verb[verb]}
          </button>
        ))}
        {others.length > shown.length && (
          <button type="button" className="button quiet" aria-expanded={more} onClick={() => setMore(true)}>
            {t.dispute.actions} ({others.length - shown.length})
          </button>
        )}
      </div>
    </section>
  );
}
