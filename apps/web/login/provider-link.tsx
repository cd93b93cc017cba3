import { useEffect } from 'react';
import { get, whoAmI, type WhyAgain } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { remember } from '../base/memory.js';
import { useSession } from '../base/session.js';

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
export function ProviderLink({ why }: { why: WhyAgain | null }) {
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
