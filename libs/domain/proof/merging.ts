import type { DisputeEvent } from '../dispute/events.js';
import type { Outcome } from '../words.js';
import { splitsMerged } from './editions.js';

/**
 * Invariant 12, of all records together: each merged case leads to one that is open or was closed by its own visits, and
 * either of two that were joined says so.
 */

/** Two cases are joined or parted, as one of them says. */
interface Tie {
  seq: number;
  does: 'joins' | 'parts';
  other: string;
  by: string;
  /** By rules under which the other one noted nothing. */
  isOld: boolean;
}

/** What the record of a case says of others. */
export interface Ties {
  /** Where it went, and that it came back. */
  own: readonly Tie[];
  /** Who came to it, and went again. */
  noted: readonly Tie[];
  /** How it ended; null while it is open. */
  end: Outcome | null;
}

export interface Untied {
  id: string;
  seq: number;
  what: string;
}

const sourceOf = ({ actor }: DisputeEvent) => (actor.kind === 'person' ? actor.userId : actor.kind);

/** The entries that say anything of it; whoever reads no others need not hand them in. */
export const TYING = [
  'DisputeRegistered',
  'CoreRaised',
  'DisputeResolved',
  'DisputeReopened',
  'DisputeSplit',
  'DisputeClosed',
  'DisputeAbsorbed',
  'DisputeSplitOff',
] as const satisfies readonly DisputeEvent['type'][];

/** @param events of one case, in their order */
export function tiesOf(events: readonly DisputeEvent[]): Ties {
  const own: Tie[] = [];
  const noted: Tie[] = [];
  let end: Outcome | null = null;
  let core = 1;
  let into: string | null = null;
  for (const event of events) {
    const { type, data, seq } = event;
    const tie = { seq, by: sourceOf(event), isOld: !splitsMerged(core) };
    if (type === 'DisputeRegistered') core = data.core ?? 1;
    else if (type === 'CoreRaised') core = data.core;
    else if (type === 'DisputeClosed') end = data.outcome;
    else if (type === 'DisputeResolved' && data.into !== undefined) {
      into = data.into;
      own.push({ ...tie, does: 'joins', other: into });
    } else if (type === 'DisputeReopened' || type === 'DisputeSplit') {
      if (into !== null) own.push({ ...tie, does: 'parts', other: into });
      into = null;
      end = null;
    } else if (type === 'DisputeAbsorbed' || type === 'DisputeSplitOff') {
      const does = type === 'DisputeAbsorbed' ? 'joins' : 'parts';
      noted.push({ ...tie, does, other: data.from.id, by: data.by.userId });
    }
  }
  return { own, noted, end };
}

/**
 * @param all what each record says
 * @param isWhole whether there are no others: one that is not there was lost, and is not only out of sight
 */
export function untied(all: ReadonlyMap<string, Ties>, isWhole: boolean): Untied[] {
  const found: Untied[] = [];
  for (const [id, { own, noted }] of all) {
    for (const other of new Set(own.map((each) => each.other))) {
      const there = all.get(other)?.noted ?? (isWhole ? [] : null);
      if (there) found.push(...unsaid(id, other, own, there));
    }
    for (const each of noted) {
      const { other, seq } = each;
      const there = all.get(other);
      const isSaid = there ? there.own.some((tie) => tie.other === id) : !isWhole;
      if (!isSaid) found.push({ id, seq, what: `it notes ${other}, which never was merged into it` });
    }
    const lost = leadsNowhere(id, all, isWhole);
    if (lost) found.push({ id, seq: own.at(-1)!.seq, what: lost });
  }
  return found;
}

/** What one says of the other, and that says otherwise; of what was old, it says nothing. */
function unsaid(id: string, other: string, own: readonly Tie[], noted: readonly Tie[]): Untied[] {
  const went = own.filter((each) => each.other === other);
  const came = noted.filter((each) => each.other === id);
  const from = went.length - came.length;
  if (from < 0) return [{ id: other, seq: came.at(-1)!.seq, what: `it notes more of ${id} than that one did` }];
  return went.flatMap(({ seq, does, by, isOld }, index): Untied[] => {
    const told = came[index - from];
    if (told ? told.does === does && told.by === by : isOld) return [];
    const how = does === 'joins' ? 'was merged into it' : 'was split from it';
    return [{ id, seq, what: `${other} does not note that it ${how}` }];
  });
}

/** Why a merged case leads to none that is open or was closed by its own visits; null where it does, or is not merged. */
function leadsNowhere(id: string, all: ReadonlyMap<string, Ties>, isWhole: boolean): string | null {
  const way = new Set<string>();
  for (let at = id; ;) {
    const here = all.get(at);
    if (!here) return isWhole ? `it leads to ${at}, which is not there` : null;
    const last = here.own.at(-1);
    if (here.end === null || last?.does !== 'joins') return here.end === 'invalid' && at !== id ? badEnd(at) : null;
    // By older rules nobody looked where it goes.
    if (last.isOld) return null;
    if (way.has(at)) return `it leads to itself, by ${[...way].join(', ')}`;
    way.add(at);
    at = last.other;
  }
}

const badEnd = (at: string) => `it leads to ${at}, which ended as invalid`;
