import { usePreferences } from '../base/language.js';
import { usePeople, useStaff } from '../base/people.js';
import { useDepartments, useUser } from '../base/session.js';
import { Moment } from '../parts/marks.js';

/** Who I am here, who stands in for me and for whom I do, what I may do and by which role. */
export function Self() {
  const { t, listed } = usePreferences();
  const user = useUser();
  const { name: nameOf } = useDepartments();
  const people = usePeople();
  const colleagues = useStaff(user.departmentId);
  const me = colleagues.find((each) => each.id === user.id);
  const away = colleagues.filter((each) => each.deputyId === user.id && isAway(each.awayUntil));
  return (
    <section className="section">
      <h2>{t.people.self}</h2>
      <dl className="facts">
        <div>
          <dt>{t.people.fullName}</dt>
          <dd>
            {user.name} <span className="muted">{user.username}</span>
          </dd>
        </div>
        <div>
          <dt>{t.people.department}</dt>
          <dd>{nameOf(user.departmentId)}</dd>
        </div>
        <div>
          <dt>{t.people.roles}</dt>
          <dd>{listed(user.roles.map((role) => t.role[role]))}</dd>
        </div>
        <div>
          <dt>{t.people.standIns}</dt>
          <dd>{me?.deputyId ? people.name(me.deputyId) : t.people.noStandIn}</dd>
        </div>
        <div>
          <dt>{t.people.standingIn}</dt>
          <dd>
            {away.length === 0 && t.people.notStandingIn}
            {away.map((each) => (
              <span key={each.id}>
                {each.name} {each.awayUntil && <Moment at={each.awayUntil} />}
              </span>
            ))}
          </dd>
        </div>
      </dl>
      <details>
        <summary>{t.people.may}</summary>
        <ul>
          {user.abilities.map((ability) => (
            <li key={ability}>
              {t.ability[ability]}{' '}
              <span className="muted">
                {t.people.selfWhy} {listed((user.why[ability] ?? []).map((role) => t.role[role]))}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

const isAway = (until: string | null) => until !== null && Date.parse(until) > Date.now();
