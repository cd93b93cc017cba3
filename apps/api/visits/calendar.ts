import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { civilDateAt, instantOf } from '#domain/time/time.js';
import { LEXICON, inSentence, type Language } from '#lexicon/languages.js';
import type { FeedVisit } from '#persistence/reading/feed-reader.js';

const clock = (at: Date, zone: string) =>
  at.toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

/**
 * Return visits as an iCalendar (RFC 5545). A visit is a day, not an hour: it may be made all day, and a date cannot
 * jump when somebody's zone differs. It keeps its UID for life and counts its changes, so calendars follow; what is done
 * is cancelled.
 */
export function visitCalendar(
  visits: readonly FeedVisit[],
  zone: string,
  consoleUrl: string,
  language: Language,
): string {
  const zh = language === 'zh-CN';
  const calendar = ical({
    name: zh ? '矛盾纠纷回访' : 'Return visits',
    prodId: { company: 'dispute-circulation', product: 'return visits', language: zh ? 'ZH' : 'EN' },
    ttl: 3_600,
  });
  for (const { disputeId, number, n, revision, dueAt, toleranceUntil, mode, state, changedAt } of visits) {
    const how = inSentence(LEXICON[language].visitMode[mode]);
    const until = clock(toleranceUntil, zone);
    calendar.createEvent({
      id: `visit-${disputeId}-${n}@dispute-circulation`,
      sequence: revision,
      stamp: changedAt,
      lastModified: changedAt,
      // Midnight in UTC of the township's day: what is written is the date alone.
      start: new Date(`${civilDateAt(instantOf(dueAt.getTime()), zone)}T00:00:00Z`),
      allDay: true,
      status: state === 'planned' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: zh ? `回访 ${number} 第 ${n} 次（${how}）` : `Return visit ${number}, no. ${n} (${how})`,
      description: zh ? `最迟 ${until}` : `At the latest ${until}`,
      url: `${consoleUrl}/disputes/${disputeId}`,
    });
  }
  return calendar.toString();
}
