import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { Problem, Unreachable } from './api.js';
import { useWording } from './language.js';

const SayContext = createContext<(text: string) => void>(() => undefined);

const SHOWN_MS = 5_000;

/** A line that says what was done, read aloud too; it goes by itself and covers nothing that one needs. */
export function SayProvider({ children }: { children: ReactNode }) {
  const t = useWording();
  const [said, setSaid] = useState<{ text: string; n: number } | null>(null);
  const say = useCallback((text: string) => setSaid((last) => ({ text, n: (last?.n ?? 0) + 1 })), []);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  // Small acts without a form of their own, such as a switch in a list: what was refused is said all the same.
  useEffect(() => {
    const hear = (event: PromiseRejectionEvent) => {
      const reason: unknown = event.reason;
      if (reason instanceof Problem) say(reason.body.detail || reason.body.title);
      else if (reason instanceof Unreachable) say(t.state.offline);
      else return;
      event.preventDefault();
    };
    window.addEventListener('unhandledrejection', hear);
    return () => window.removeEventListener('unhandledrejection', hear);
  }, [say, t]);
  return (
    <SayContext value={say}>
      {children}
      <div className="said" role="status" aria-live="polite">
        {said && <p key={said.n}>{said.text}</p>}
      </div>
    </SayContext>
  );
}

export const useSay = () => useContext(SayContext);
