import { type FormEvent, useState } from 'react';
import { Problem, type ProblemBody, signIn, type WhyAgain } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useSession } from '../base/session.js';
import { LineField } from '../parts/fields/text-fields.js';
import { ProviderLink } from './provider-link.js';

/** The accounts that a visitor of the demo wants first. */
const FIRST = ['desk', 'justice', 'supervisor', 'visitor', 'grid'];

const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);

export function LoginForm({ known, why = null }: { known?: string; why?: WhyAgain | null }) {
  const { t, language } = usePreferences();
  const { settings, signedIn } = useSession();
  const [username, setUsername] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const [unreachable, setUnreachable] = useState(false);

  const enter = async (name: string, secret: string) => {
    setBusy(true);
    setProblem(null);
    setUnreachable(false);
    try {
      const { user } = await signIn(name, secret);
      signedIn(user);
    } catch (error) {
      if (error instanceof Problem) setProblem(error.body);
      else setUnreachable(true);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter(username, password);
  };

  // The one local account that is kept for the day when the provider is away, at an address that nobody comes by.
  const isEmergency = location.pathname === '/emergency';
  if (settings.authMode === 'oidc' && !isEmergency) return <ProviderLink why={why} />;
  return (
    <>
      <form onSubmit={submit} className="login-form">
        <LineField label={t.login.username} value={username} change={setUsername} autoComplete="username" />
        <LineField
          label={t.login.password}
          value={password}
          change={setPassword}
          type="password"
          autoComplete="current-password"
        />
        {problem && (
          <div className="refusal" role="alert">
            <p className="refusal-title">{problem.title}</p>
            <p>{problem.detail}</p>
          </div>
        )}
        {unreachable && (
          <p className="refusal" role="alert">
            {t.state.offline}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={busy || !username || !password}>
          {t.login.submit}
        </button>
      </form>
      {!known && settings.demoAccounts.length > 0 && (
        <section className="demo" aria-label={t.login.demo}>
          <h2>{t.login.demo}</h2>
          <p className="muted">{t.login.demoHint}</p>
          <ul>
            {[...settings.demoAccounts]
              .sort((a, b) => rank(a.id) - rank(b.id))
              .map((each) => (
                <li key={each.id}>
                  <button
                    type="button"
                    className="demo-account"
                    disabled={busy}
                    onClick={() => void enter(each.id, 'demo')}
                  >
                    <b>{each.id}</b>
                    <span>{each.roles.map((role) => t.role[role]).join(' · ')}</span>
                    <span className="muted">{language === 'en' ? each.department.nameEn : each.department.name}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      )}
    </>
  );
}
