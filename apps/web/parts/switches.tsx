import { usePreferences, type Theme } from '../base/language.js';

export function LanguageSwitch() {
  const { language, setLanguage } = usePreferences();
  // In the language that one can read: whoever is lost finds back.
  const next = language === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className="button quiet" lang={next} onClick={() => setLanguage(next)}>
      {next === 'en' ? 'English' : '中文'}
    </button>
  );
}

export function ThemeSwitch() {
  const { t, theme, setTheme } = usePreferences();
  const words: Record<Theme, string> = { system: t.login.system, light: t.login.light, dark: t.login.dark };
  return (
    <label className="switch">
      <span className="visually-hidden">{t.login.theme}</span>
      <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
        {(Object.keys(words) as Theme[]).map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
