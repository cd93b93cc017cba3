import { usePreferences, useWording } from '../base/language.js';
import type { PolicyDocument, Rung } from '../contract.js';
import { GradeMark, Tag } from '../parts/marks.js';
import { inOrder } from './rule-table.js';

export function Ladders({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { listed: list } = usePreferences();
  const moment = ({ at, time }: Rung): string => {
    if ('percent' in at) return at.percent === 100 ? t.rules.atDue : t.rules.atPercent(at.percent);
    if ('before' in at) return t.rules.before(t.limit(at.before));
    if ('after' in at) return t.rules.after(t.limit(at.after));
    return t.rules.onDay[at.on](time);
  };
  return (
    <section className="section">
      <h2>{t.rules.ladders}</h2>
      {inOrder(document.ladders, t).map(([kind, rungs]) => (
        <div key={kind} className="ladder">
          <h3>{kind === 'default' ? t.rules.otherKinds : t.kind[kind as keyof typeof t.kind]}</h3>
          <ol>
            {rungs.map((rung, n) => (
              <li key={n}>
                {moment(rung)} <b>{t.rung[rung.do]}</b> {list(rung.to.map((post) => t.post[post]))}{' '}
                {rung.grades?.map((grade) => (
                  <GradeMark key={grade} grade={grade} />
                ))}{' '}
                {rung.when && <Tag tone="quiet">{t.rungWhen[rung.when]}</Tag>}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
