import { Link } from 'react-router';
import { usePreferences } from '../base/language.js';
import { isRehearsing, rehearse } from '../base/rehearsing.js';
import { useDepartments, useSession, useUser } from '../base/session.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';

export function Who() {
  const { t } = usePreferences();
  const user = useUser();
  const { signOut, settings } = useSession();
  const { name } = useDepartments();
  return (
    <div className="who">
      <p>
        <b>{user.name}</b>
        <br />
        <span className="muted">
          {name(user.departmentId)} · {user.roles.map((role) => t.role[role]).join(' ')}
        </span>
      </p>
      <div className="row wrap">
        <LanguageSwitch />
        <ThemeSwitch />
        {settings.rehearsals && !isRehearsing() && (
          <button type="button" className="button quiet" onClick={() => rehearse(true)}>
            {t.nav.rehearse}
          </button>
        )}
        <Link className="button quiet" to="/settings">
          {t.nav.settings}
        </Link>
        <button type="button" className="button quiet" onClick={() => void signOut()}>
          {t.login.signOut}
        </button>
      </div>
    </div>
  );
}
