import type { ReactNode } from 'react';
import type { Grade, Status } from '#domain/words.js';
import type { DisputeView, ObligationView } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { MINUTE, dayText, momentText } from '../base/time.js';

/** Grade as colour, word and shape: black-and-white print and colour-blind eyes lose nothing. */
const SHAPE: Record<Grade, ReactNode> = {
  red: <path d="M6 1 11.5 11H.5z" />,
  yellow: <path d="M6 .5 11.5 6 6 11.5.5 6z" />,
  blue: <circle cx="6" cy="6" r="5" />,
};

export function GradeMark({ grade }: { grade: Grade | null }) {
  const t = useWording();
  if (!grade) return <span className="grade grade-none">{t.ungraded}</span>;
  return (
    <span className={`grade grade-${grade}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {SHAPE[grade]}
      </svg>
      {t.grade[grade]}
    </span>
  );
}

export function StatusMark({ status }: { status: Status }) {
  const t = useWording();
  return <span className={`status status-${status}`}>{t.status[status]}</span>;
}

const ClockIcon = () => (
  <svg className="clock-icon" viewBox="0 0 14 14" aria-hidden="true">
    <circle cx="7" cy="7" r="6.5" />
    <path d="M7 3.2V7l2.6 1.6" />
  </svg>
);

/** Lateness has a mark of its own, a filled clock and words: no grade's colour. */
export function LateMark({ children }: { children: ReactNode }) {
  return (
    <span className="late-mark">
      <ClockIcon />
      {children}
    </span>
  );
}

export function Moment({ at, now, day = false }: { at: string; now?: string; day?: boolean }) {
  const { language } = usePreferences();
  const zone = useZone();
  return (
    <time dateTime={at} className="moment">
      {(day ? dayText : momentText)(at, zone, language, now)}
    </time>
  );
}

/** How much is left, or how late it is, as every page says it; of what ended or stands, that. */
export function Left({
  obligation: { state, metAt, lateSince },
  remaining,
}: {
  obligation: Pick<ObligationView, 'state' | 'metAt' | 'lateSince'>;
  remaining: DisputeView['remaining'][string] | undefined;
}) {
  const t = useWording();
  if (remaining?.is === 'late') return <LateMark>{t.remaining(remaining)}</LateMark>;
  if (remaining) return <span className="left">{t.remaining(remaining)}</span>;
  return (
    <span className="muted">
      {t.obligationState[state]}
      {lateSince && metAt ? ` · ${t.lateBy((Date.parse(metAt) - Date.parse(lateSince)) / MINUTE)}` : ''}
    </span>
  );
}

export function Tag({ children, tone }: { children: ReactNode; tone?: 'accent' | 'quiet' | 'warn' }) {
  return <span className={`tag ${tone ? `tag-${tone}` : ''}`}>{children}</span>;
}
