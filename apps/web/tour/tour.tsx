import { useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import { useAddress } from '../base/address.js';
import { useWording } from '../base/language.js';
import { recall, remember } from '../base/memory.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useSession } from '../base/session.js';
import type { DisputeView, Limit } from '../contract.js';
import { Refusal } from '../parts/refusal.js';

/** Where somebody is on their first walk through a rehearsal: nowhere yet, at one of its three steps, or past it. */
type Step = 'new' | 'register' | 'travel' | 'escalate' | 'done';
const STEPS = ['register', 'travel', 'escalate'] as const;

const KEPT = 'tour-seen';
const listeners = new Set<() => void>();
const now = (): Step => {
  const kept = recall(KEPT);
  return kept === null ? 'new' : (STEPS as readonly string[]).includes(kept) ? (kept as Step) : 'done';
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
export const useTour = () => useSyncExternalStore(subscribe, now);
export function goTo(step: Step): void {
  remember(KEPT, step);
  for (const each of listeners) each();
}

/** On the first day: a whole life of a dispute in two minutes. */
export function TourInvitation() {
  const t = useWording();
  const { settings } = useSession();
  if (useTour() !== 'new' || !settings.rehearsals) return null;
  return (
    <section className="section tour" aria-labelledby="tour">
      <h2 id="tour">{t.tour.title}</h2>
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{t.tour[step]}</li>
        ))}
      </ol>
      <div className="row wrap">
        <Link className="button primary" to="/desk/new?rehearsal=true" onClick={() => goTo('register')}>
          {t.tour.begin}
        </Link>
        <button type="button" className="button" onClick={() => goTo('done')}>
          {t.tour.later}
        </button>
      </div>
    </section>
  );
}

function Strip({ step, children }: { step: (typeof STEPS)[number]; children?: React.ReactNode }) {
  const t = useWording();
  return (
    <section className="section tour" aria-label={t.tour.title}>
      <p>
        <b>{t.tour.step(STEPS.indexOf(step) + 1, STEPS.length)}</b> {t.tour.now[step]}
      </p>
      <div className="row wrap">
        {children}
        <button type="button" className="button quiet" onClick={() => goTo('done')}>
          {step === 'escalate' ? t.tour.end : t.tour.leave}
        </button>
      </div>
    </section>
  );
}

export function TourOfRegistering() {
  return useTour() === 'register' ? <Strip step="register" /> : null;
}

/** Long enough for an offer that nobody answers to climb its ladder. */
const FAR: Limit = { amount: 3, unit: 'workingDays' };

/** On the page of a rehearsal: first its time is moved, then one sees what came of it. */
export function TourOfTravelling({ view }: { view: DisputeView }) {
  const t = useWording();
  const step = useTour();
  const [, change] = useAddress();
  const { send, state, problem } = useSend();
  const after = useAfterCommand();
  if (step === 'travel') {
    const move = async () => {
      const done = await send('/disputes/{id}/fast-forward', { path: { id: view.id }, body: { by: FAR } });
      if (!done) return;
      after(done);
      goTo('escalate');
    };
    return (
      <Strip step="travel">
        <button type="button" className="button primary" disabled={state !== 'idle'} onClick={() => void move()}>
          {state === 'idle' ? t.tour.forward : t.form.sending}
        </button>
        {problem && <Refusal problem={problem} />}
      </Strip>
    );
  }
  if (step !== 'escalate') return null;
  return (
    <Strip step="escalate">
      <button
        type="button"
        className="button primary"
        onClick={() => change({ show: 'deadlines' }, { replace: false })}
      >
        {t.tour.look}
      </button>
    </Strip>
  );
}
