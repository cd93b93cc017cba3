import type { Instant } from '#domain/time/time.js';

/** Days and moments as official papers write them. */

const parts = (at: Instant, timeZone: string) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );

/** `2026年11月3日` */
export function dayText(at: Instant, zone: string): string {
  const { year, month, day } = parts(at, zone);
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** `2026年11月3日09时05分` */
export function momentText(at: Instant, zone: string): string {
  const { hour, minute } = parts(at, zone);
  return `${dayText(at, zone)}${hour}时${minute}分`;
}
