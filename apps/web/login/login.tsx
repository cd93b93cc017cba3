import { type FormEvent, useEffect, useState } from 'react';
import { get, Problem, type ProblemBody, signIn, whoAmI, type WhyAgain } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { remember } from '../base/memory.js';
import { useSession } from '../base/session.js';
import { Dialog } from '../parts/dialog.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Mark } from '../parts/mark.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';

/** The accounts that a visitor of the demo wants first. */
const FIRST = ['desk', 'justice', 'supervisor', 'visitor', 'grid'];
const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);

function LoginForm({ known, why = null }: { known?: string; why?: WhyAgain | null }) {
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

  if (settings.authMode === 'oidc') return <ProviderLink why={why} />;
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

const PROVIDER = '/api/v1/auth/oidc/login';
const LOOK_MS = 2_000;

/** Whether somebody signed in in the window beside this one: they are somebody again, or in another session than before. */
function watchFor(why: WhyAgain): () => Promise<boolean> {
  if (why === 'over') return () => whoAmI().then(() => true);
  let before: string | undefined;
  return async () => {
    const { items } = await get('/sessions', { plain: true });
    const current = items.find((each) => each.current)?.id;
    before ??= current;
    return current !== before;
  };
}

/** The way to the identity provider: in this window at the door, beside it where something is half written. */
function ProviderLink({ why }: { why: WhyAgain | null }) {
  const { t } = usePreferences();
  const { signedIn } = useSession();
  useEffect(() => {
    if (!why) return;
    const isBack = watchFor(why);
    const look = () =>
      void isBack()
        .then((back) => (back ? whoAmI().then(signedIn) : undefined))
        // Not yet.
        .catch(() => undefined);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [why, signedIn]);
  const here = why ? '/' : `${location.pathname}${location.search}`;
  return (
    <p>
      <a
        className="button primary wide"
        href={`${PROVIDER}?returnTo=${encodeURIComponent(here)}${why === 'unsure' ? '&again=true' : ''}`}
        {...(why && { target: '_blank' })}
        onClick={() => remember('signed-in', 'oidc')}
      >
        {t.login.oidc}
      </a>
    </p>
  );
}

export function LoginPage() {
  const { t } = usePreferences();
  return (
    <div className="login-page">
      <main className="login-card">
        <header className="login-head">
          <Mark />
          <div>
            <h1>{t.product}</h1>
            <p className="muted">{t.login.about}</p>
          </div>
        </header>
        <LoginForm />
        <footer className="login-foot">
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      </main>
    </div>
  );
}

/** Over whatever page one was on: nothing that was typed goes away. */
export function LoginAgain({ why }: { why: WhyAgain }) {
  const { t } = usePreferences();
  const { user, notAgain } = useSession();
  const isOver = why === 'over';
  return (
    <Dialog title={isOver ? t.login.again : t.login.sure} close={isOver ? () => undefined : notAgain}>
      <p>{isOver ? t.login.againHint : t.login.sureHint}</p>
      <LoginForm known={user!.username} why={why} />
    </Dialog>
  );
}
