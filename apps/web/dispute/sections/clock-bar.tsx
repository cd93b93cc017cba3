import type { DisputeView, ObligationView } from '../../contract.js';
import { useWording } from '../../base/language.js';
import { Left } from '../../parts/marks.js';
import { useDepartments } from '../../base/session.js';
import { spanText } from '../../base/time.js';
import { DueLink } from '../../parts/due-link.js';
import { owedText } from '../../parts/owed.js';

type Explain = (obligation: ObligationView) => void;

/** What is due first of who has the case now and, folded, of the whole case: used, paused, left. */
export function ClockBar({ view, explain }: { view: DisputeView; explain: Explain }) {
  const t = useWording();
  const running = view.obligations.filter((each) => ['open', 'late', 'paused'].includes(each.state));
  const whole = running.find((each) => each.kind === 'watch');
  const leg = running.find(({ id }) => id === view.dueFirst);
  if (!whole && !leg) return null;
  return (
    <section className="clocks" aria-label={t.dispute.obligations}>
      {leg && <Clock label={t.dispute.leg} obligation={leg} view={view} explain={explain} />}
      {whole && (
        <details className="clock-whole" open={!leg}>
          <summary>
            {t.kind.watch} <Left obligation={whole} remaining={view.remaining[whole.id]} />
          </summary>
          <Clock obligation={whole} view={view} explain={explain} />
        </details>
      )}
    </section>
  );
}

function Clock({
  label,
  obligation,
  view,
  explain,
}: {
  label?: string;
  obligation: ObligationView;
  view: DisputeView;
  explain: Explain;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const opened = Date.parse(obligation.openedAt);
  const due = Date.parse(obligation.dueAt);
  const now = Date.parse(view.now);
  const end = Math.max(due, now);
  const share = (from: number, to: number) =>
    `${(Math.max(0, Math.min(to, end) - Math.max(from, opened)) / Math.max(1, end - opened)) * 100}%`;
  const pauses = obligation.pauses
    .map((each) => ({ from: Date.parse(each.from), to: each.until ? Date.parse(each.until) : now }))
    .filter((each) => each.to > opened && each.from < now);
  const paused = pauses.reduce((sum, { from, to }) => sum + Math.min(to, now) - Math.max(from, opened), 0);
  return (
    <div className="clock">
      <p className="clock-line">
        {label && (
          <b>
            {label}
            {` · ${owedText(obligation, t)}`}
          </b>
        )}
        <span className="muted">{name(obligation.holder.departmentId)}</span>
        <span className="grow" />
        {label && <Left obligation={obligation} remaining={view.remaining[obligation.id]} />}
        <DueLink obligation={obligation} now={view.now} explain={explain} />
      </p>
      <div className={`clock-track clock-${obligation.state}`} aria-hidden="true">
        <i className="clock-used" style={{ width: share(opened, Math.min(now, due)) }} />
        {now > due && (
          <i className="clock-over" style={{ insetInlineStart: share(opened, due), width: share(due, now) }} />
        )}
        {pauses.map((each) => (
          <i
            key={each.from}
            className="clock-paused"
            style={{ insetInlineStart: share(opened, each.from), width: share(each.from, each.to) }}
          />
        ))}
      </div>
      <p className="clock-figures muted">
        <span>
          {t.dispute.used} <b>{spanText(now - opened - paused, t)}</b>
        </span>
        <span>
          {t.dispute.paused} <b>{paused > 0 ? spanText(paused, t) : t.dispute.notPaused}</b>
        </span>
      </p>
    </div>
  );
}
