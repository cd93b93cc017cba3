import { z } from 'zod';
import { DEPARTMENT_ID, EMAIL, LONGEST, USERNAME } from '#domain/people/names.js';
import { isStorable } from '#domain/storable.js';
import { addDays, instantAt, isCivilDate, parseInstant, type Instant } from '#domain/time/time.js';
import { UNITS } from '#domain/time/limit.js';

/** What the shapes of requests are put together from. */

/** What a database may be asked with, empty or not. */
export const asked = (most: number) =>
  z.string().trim().max(most).refine(isStorable, { message: 'contains characters that cannot be stored' });

export const text = (most: number) => asked(most).min(1);

/** Of an address: yes or no. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** zod's own pattern takes a host that ends with a hyphen, and the document, whose format is `email`, does not. */
export const email = z.email({ pattern: EMAIL }).max(LONGEST.email);

export const SHORT = 200;
export const LONG = 10_000;

function readInstant(value: string, context: z.RefinementCtx): Instant {
  const parsed = parseInstant(value);
  if (parsed === null) {
    context.addIssue({
      code: 'custom',
      message: 'must be RFC 3339 with an offset, such as 2026-11-23T09:00:00+08:00',
    });
    return z.NEVER;
  }
  // Further than any case, and than a calendar or a database would follow.
  if (parsed < '1900' || parsed >= '2200') {
    context.addIssue({ code: 'custom', message: 'must lie between the years 1900 and 2200' });
    return z.NEVER;
  }
  return parsed;
}

export const instant = z.string().max(40).transform(readInstant).meta({ format: 'date-time' });

/** An end of a period: a moment, or a whole day of the township, `2026-06-30` (`momentsOf`). */
export const bound = z
  .string()
  .max(40)
  .transform((value, context) =>
    isCivilDate(value) && value >= '1900' && value < '2200' ? value : readInstant(value, context),
  )
  .meta({ description: 'RFC 3339 with an offset, or a day of the township such as 2026-06-30, which counts whole' });

/** The moments of a period from its first to past its last; of days both count whole. */
export function momentsOf<T extends { from?: string; to?: string }>(period: T, zone: string): T {
  const { from, to } = period;
  return {
    ...period,
    ...(from && isCivilDate(from) && { from: instantAt(from, '00:00', zone) }),
    ...(to && isCivilDate(to) && { to: instantAt(addDays(to, 1), '00:00', zone) }),
  };
}

export const id = z.string().regex(DEPARTMENT_ID, 'must be an id');
export const username = z.string().regex(USERNAME, 'must be an id');
/** Two years are the most, which the case's calendar measures; here only what no unit needs is refused. */
export const DURATION = z.strictObject({ amount: z.int().min(1).max(100_000_000), unit: z.enum(UNITS) });
/** Repeated in the address (`name=a&name=b`), so that no separator can occur in a name. */
export const several = <T extends z.ZodType>(each: T) =>
  z
    .preprocess((value): unknown => (Array.isArray(value) ? (value as unknown[]) : [value]), z.array(each).max(50))
    .prefault([]);
