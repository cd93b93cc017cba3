import { useQuery } from '@tanstack/react-query';
import { get, type WhyAgain } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useSession } from '../base/session.js';
import { Dialog } from '../parts/dialog.js';
import { Mark } from '../parts/mark.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';
import { LoginForm } from './login-form.js';

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
        <Unset />
        <LoginForm />
        <footer className="login-foot">
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      </main>
    </div>
  );
}

/** Where nobody looks after it yet, nobody can sign in either. */
function Unset() {
  const { t } = usePreferences();
  const { data } = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => get('/setup', { signal }) });
  if (!data?.open) return null;
  return (
    <p className="refusal" role="status">
      {t.setup.unset}
    </p>
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
