import { useWording } from '../base/language.js';
import { useSession } from '../base/session.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';
import { Channels } from './channels.js';
import { CalendarFeed } from './feed.js';
import { Tokens } from './tokens.js';
import { Away } from './away.js';
import { Self } from './self.js';
import { Password } from './password.js';
import { Sessions } from './sessions.js';

/** One's own: how it looks, who stands in, where one is told, who has access, the password. */
export default function Settings() {
  const t = useWording();
  const { settings } = useSession();
  return (
    <div className="page tell stack">
      <header className="page-head">
        <h1>{t.nav.settings}</h1>
      </header>
      <section className="section row wrap">
        <LanguageSwitch />
        <ThemeSwitch />
      </section>
      <Self />
      <Away />
      {settings.authMode === 'local' && <Password />}
      <Channels />
      <CalendarFeed />
      <Tokens />
      <Sessions />
    </div>
  );
}
