import type { ReactNode } from 'react';
import { Mark } from '../parts/mark.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';

/** A page before anybody is signed in. */
export function Card({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className="login-page">
      <main className="login-card">
        <header className="login-head">
          <Mark />
          <div>
            <h1>{title}</h1>
            <p className="muted">{hint}</p>
          </div>
        </header>
        {children}
        <footer className="login-foot">
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      </main>
    </div>
  );
}
