import type { CaseRef, DisputeEvent } from '#domain/dispute/events.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import type { OpenedEvent } from '#domain/dispute/text.js';
import type { CaseName, TimelineEntry } from './answers.js';

/**
 * Other cases that a case names: earlier ones that it counts or that were ruled out, those that were merged into it, and the
 * one that goes on in its place.
 */

export function namedBy({
  repeats,
  apart = [],
  mergedFrom = [],
  resolution,
}: Pick<DisputeRow, 'repeats' | 'apart' | 'mergedFrom' | 'resolution'>): string[] {
  const into = resolution?.into === undefined ? [] : [resolution.into];
  return [...repeats, ...[...apart, ...mergedFrom].map(({ id }) => id), ...into];
}

/** Those that its entries name and that it need not name any more. */
export function namedIn(events: readonly DisputeEvent[]): string[] {
  return events.flatMap(({ type, data }) => {
    if (type === 'DisputeAbsorbed' || type === 'DisputeSplitOff') return [data.from.id];
    return type === 'DisputeResolved' ? (data.into ?? []) : [];
  });
}

/** Which of them a reader may see, with their numbers. Of the others they hear that there is one, and not which. */
export type Seen = ReadonlyMap<string, string>;

/** The id of a case that the reader may see; null stands for any other. */
export const orNull = (id: string, seen: Seen): string | null => (seen.has(id) ? id : null);

/** By its number alone where the reader may not see it: whoever reads of it can ask for it by that. */
export const nameOf = ({ id, number }: CaseRef, seen: Seen): CaseName => ({ ...(seen.has(id) && { id }), number });

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
  if (type === 'DisputeAbsorbed' || type === 'DisputeSplitOff') {
    const { repeats } = data as { repeats?: string[] };
    const counted = repeats && { repeats: repeats.map((id) => orNull(id, seen)) };
    return { ...entry, data: { ...data, from: nameOf(data.from, seen), ...counted } } as TimelineEntry;
  }
  return entry as TimelineEntry;
}

/** Whether an entry, as its reader sees it, names a case that they may not see. */
export function hidesOther({ type, data }: TimelineEntry): boolean {
  if ((type === 'DisputeAbsorbed' || type === 'DisputeSplitOff') && data.from.id === undefined) return true;
  if (type === 'DisputeRegistered' || type === 'DisputeCorrected' || type === 'DisputeAbsorbed')
    return data.repeats?.includes(null) ?? false;
  if (type === 'RepeatRuledOut') return data.repeat === null;
  return type === 'DisputeResolved' && data.into === null;
}
