import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import type { Explanation, ObligationView } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { Dialog } from './dialog.js';
import { Moment } from './marks.js';
import { Failed, Skeleton } from './states.js';
import { useZone } from '../base/session.js';
import { civil, dayText } from '../base/time.js';

/** Why this date: the steps of the derivation, and the same as a strip of days that is read at a glance. */
export function ExplanationDialog({ obligation, close }: { obligation: ObligationView; close: () => void }) {
  const t = useWording();
  const { data, error, refetch } = useQuery({
    queryKey: ['explanation', obligation.id],
    queryFn: ({ signal }) => get('/obligations/{id}/explanation', { path: { id: obligation.id }, signal }),
  });
  return (
    <Dialog title={`${t.dispute.why} · ${t.kind[obligation.kind]}`} close={close} wide>
      {data ? (
        <>
          <p className={data.provisional ? 'why-date provisional' : 'why-date'}>
            <Moment at={data.dueAt} /> {data.provisional && t.time.provisional}
          </p>
          <DayStrip explanation={data} />
          <ol className="why-steps">
            {data.steps.map((step, n) => (
              <li key={n} className={`why-step why-${step.code}`}>
                <b>{step.label}</b>
                <span>{step.detail}</span>
              </li>
            ))}
          </ol>
          <p className="muted">
            {t.dispute.version} <code>{data.rule.policyVersion}</code> · {t.dispute.calendar}{' '}
            <code>{data.rule.calendarVersion}</code> · <code>{data.rule.path}</code>
          </p>
        </>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={4} />
      )}
    </Dialog>
  );
}

const DAY = 86_400_000;
/** Longer limits are told by their steps alone. */
const MOST_DAYS = 70;

function DayStrip({ explanation }: { explanation: Explanation }) {
  const { language } = usePreferences();
  const zone = useZone();
  const from = explanation.steps[0]?.from ?? explanation.dueAt;
  const dayOf = (instant: string | number) => {
    const { year, month, day } = civil(instant, zone);
    return Date.UTC(year, month - 1, day);
  };
  const first = dayOf(from);
  const last = dayOf(explanation.dueAt);
  const count = Math.round((last - first) / DAY) + 1;
  if (count > MOST_DAYS || count < 1) return null;
  const marked = new Map<number, string>();
  for (const step of explanation.steps) {
    if (step.code === 'pause') {
      for (let day = dayOf(step.from); day <= dayOf(step.to); day += DAY) marked.set(day, 'pause');
    }
    if (step.facts.date) marked.set(Date.parse(`${step.facts.date}T00:00Z`), step.code);
  }
  const workingUnit = explanation.steps.some((step) => step.facts.limit?.unit.startsWith('working'));
  const days = Array.from({ length: count }, (_, n) => {
    const day = first + n * DAY;
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    const kind =
      day === last
        ? 'due'
        : day === first
          ? 'start'
          : (marked.get(day) ?? (workingUnit && weekend ? 'weekend' : 'work'));
    return { day, kind, shown: new Date(day).getUTCDate() };
  });
  return (
    <div
      className="strip"
      role="img"
      aria-label={`${dayText(from, zone, language)} – ${dayText(explanation.dueAt, zone, language)}`}
    >
      {days.map(({ day, kind, shown }) => (
        <span key={day} className={`strip-day strip-${kind}`}>
          {shown}
        </span>
      ))}
    </div>
  );
}
