import type { DisputeRow } from '#domain/dispute/row.js';
import type { OpenedEvent } from '#domain/dispute/text.js';
import type { TimelineEntry } from './answers.js';

/** Other cases that a case names: earlier ones that it counts or that were ruled out, and the one that goes on in its place. */

export function namedBy({
  repeats,
  apart = [],
  resolution,
}: Pick<DisputeRow, 'repeats' | 'apart' | 'resolution'>): string[] {
  return [...repeats, ...apart.map(({ id }) => id), ...(resolution?.into === undefined ? [] : [resolution.into])];
}

/** Which of them a reader may see, with their numbers. Of the others they hear that there is one, and not which. */
export type Seen = ReadonlyMap<string, string>;

/** The id of a case that the reader may see; null stands for any other. */
export const orNull = (id: string, seen: Seen): string | null => (seen.has(id) ? id : null);

type Entry = Omit<OpenedEvent, 'answers'>;

export function withOthers(entry: Entry, seen: Seen): TimelineEntry {
  const { type, data } = entry as OpenedEvent;
  if ((type === 'DisputeRegistered' || type === 'DisputeCorrected') && data.repeats) {
    return { ...entry, data: { ...data, repeats: data.repeats.map((id) => orNull(id, seen)) } } as TimelineEntry;
  }
  if (type === 'RepeatRuledOut') return { ...entry, data: { repeat: orNull(data.repeat, seen) } } as TimelineEntry;
  if (type === 'DisputeResolved' && data.into !== undefined) {
    return { ...entry, data: { ...data, into: orNull(data.into, seen) } } as TimelineEntry;
  }
  return entry as TimelineEntry;
}

/** Whether an entry, as its reader sees it, names a case that they may not see. */
export function hidesOther({ type, data }: TimelineEntry): boolean {
  if (type === 'DisputeRegistered' || type === 'DisputeCorrected') return data.repeats?.includes(null) ?? false;
  if (type === 'RepeatRuledOut') return data.repeat === null;
  return type === 'DisputeResolved' && data.into === null;
}
