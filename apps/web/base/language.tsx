import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { wire } from './api.js';
import { remember, recall } from './memory.js';
import { en } from '../words/en.js';
import { zh, type Wording } from '../words/zh.js';

export type Language = 'zh-CN' | 'en';
export type Theme = 'system' | 'light' | 'dark';

interface Preferences {
  language: Language;
  theme: Theme;
  t: Wording;
  /** Several names in a row, as the language strings them. */
  listed: (names: readonly string[]) => string;
  setLanguage: (language: Language) => void;
  setTheme: (theme: Theme) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (recall('language') === 'en' ? 'en' : 'zh-CN'));
  const [theme, setTheme] = useState<Theme>(() => {
    const known = recall('theme');
    return known === 'dark' || known === 'light' ? known : 'system';
  });
  const queries = useQueryClient();
  const t = language === 'en' ? en : zh;
  // Before the children ask for anything: requests say which language they want.
  wire.language = language;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.product;
    remember('language', language);
  }, [language, t]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    remember('theme', theme);
  }, [theme]);
  const value = useMemo(
    () => ({
      language,
      theme,
      t,
      setTheme,
      listed: (names: readonly string[]) => names.join(language === 'en' ? ', ' : '、'),
      setLanguage: (next: Language) => {
        setLanguage(next);
        wire.language = next;
        // Some answers hold sentences in the reader's language.
        void queries.invalidateQueries();
      },
    }),
    [language, theme, t, queries],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  return useContext(PreferencesContext)!;
}

export const useWording = (): Wording => usePreferences().t;
