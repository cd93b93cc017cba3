import { usePreferences, useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { PolicyDocument } from '../contract.js';

export function Others({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { name } = useDepartments();
  const { mediationStop, repeat, reopen, unreachable, reportedLate, leg, workingTime, mediators, suspension } =
    document;
  const { listed: list } = usePreferences();
  const rows: [string, string][] = [
    [
      t.rules.mediationStop,
      `${t.limit(mediationStop.limit)} · ${mediationStop.withConsent ? t.rules.withConsent : t.rules.withoutConsent}`,
    ],
    [t.rules.mediators, list(mediators.map(name))],
    [t.rules.repeat, t.rules.repeatWithin(t.limit(repeat.within), t.grade[repeat.second], t.grade[repeat.third])],
    [t.rules.reopen, t.limit(reopen.within)],
    [t.rules.unreachable, t.rules.tries(unreachable.tries)],
    [t.rules.reportedLate, t.limit(reportedLate)],
    [t.rules.leg, t.rules.legRest(Math.round(leg.restAtLeast * 100), leg.total)],
    [
      t.rules.suspension,
      [
        list(suspension.by.map((role) => t.role[role])),
        ...(suspension.longest ? [t.rules.suspendedFor(t.limit(suspension.longest))] : []),
        ...(suspension.inARow ? [t.rules.suspendedInARow(suspension.inARow)] : []),
      ].join(' · '),
    ],
    [t.rules.workingTime, list(workingTime.hours.map(([from, to]) => `${from}–${to}`))],
  ];
  return (
    <section className="section">
      <h2>{t.rules.others}</h2>
      <dl className="facts">
        {rows.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
