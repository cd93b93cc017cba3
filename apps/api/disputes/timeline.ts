import { Injectable } from '@nestjs/common';
import { shellOf } from '#domain/dispute/state.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import type { EventText } from '#domain/dispute/text.js';
import { may } from '#domain/people/abilities.js';
import { changedBetween, type Changed } from '#domain/reading/corrected.js';
import { eventsAfter } from '#persistence/record/event-reader.js';
import { opened } from '#persistence/record/fold.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import type { TimelineEntry } from './answers.js';
import type { Actor } from '../http/actor.js';
import { contactFor, readsContacts } from './masking.js';
import { withOthers } from './other-cases.js';
import { DisputeReading } from './reading.js';
import { asFormer } from './sight.js';

/** What happened to a case, entry by entry, each with as much of its text as its reader may know. */
@Injectable()
export class Timeline {
  constructor(
    private readonly reader: Reader,
    private readonly reading: DisputeReading,
  ) {}

  async of(actor: Actor, id: string) {
    const found = await this.reading.find(actor, id);
    if (!found) return this.ownLeg(actor, id);
    const { row } = found;
    const key = await this.reading.keyOf(row);
    const events = await this.reader.as(actor, (db) => eventsAfter(db, id, 0));
    const whole = readsContacts(row, actor.departmentId);
    const isToldWho = may(actor, 'reporter.see', row);
    const seen = await this.reading.seenOf(actor, row, events);
    const entries = events.map((event): TimelineEntry => {
      const { answers: _answers, ...plain } = opened(event, key);
      const entry = withOthers(plain, seen);
      const shown = (parties: EventText['DisputeRegistered']['parties'] = {}) =>
        Object.fromEntries(Object.entries(parties).map(([party, each]) => [party, contactFor(each, whole)]));
      if (entry.type === 'DisputeAbsorbed' && entry.text?.parties)
        return { ...entry, text: { parties: shown(entry.text.parties) } };
      if (entry.type === 'DisputeCorrected' && entry.text?.parties)
        return { ...entry, text: { ...entry.text, parties: shown(entry.text.parties) } };
      if (entry.type !== 'DisputeRegistered') return entry;
      if (!entry.text) return row.erased ? { ...entry, data: { ...entry.data, ...shellOf(entry.data) } } : entry;
      const { reporter, parties, ...text } = entry.text;
      return {
        ...entry,
        text: { ...text, parties: shown(parties), ...(isToldWho && reporter !== undefined && { reporter }) },
      };
    });
    return Promise.all(
      entries.map(async (entry) =>
        entry.type === 'DisputeCorrected'
          ? { ...entry, changed: await this.changedBy(actor, found, entry.seq) }
          : entry,
      ),
    );
  }

  private async changedBy(actor: Actor, found: FoundDispute, seq: number): Promise<Changed[]> {
    const shownAt = async (last: number) => {
      const { row } = await this.reading.asItStood(actor, found, (each) => each.seq <= last);
      const whole = readsContacts(found.row, actor.departmentId);
      return { ...row, parties: row.parties.map((each) => contactFor(each, whole)) };
    };
    return changedBetween(await shownAt(seq - 1), await shownAt(seq));
  }

  /** A department that returned the case keeps what happened between it and the desk, no more (api.md, "Intake"). */
  private async ownLeg(actor: Actor, id: string) {
    const former = asFormer(actor);
    const { row } = await this.reading.get(former, id);
    const key = await this.reading.keyOf(row);
    const events = await this.reader.as(former, (db) => eventsAfter(db, id, 0));
    const seen = await this.reading.seenOf(actor, row, events);
    return events.filter(isOfLeg(actor, row, events)).map((event) => {
      const { answers: _answers, ...entry } = opened(event, key);
      return withOthers(entry, seen);
    });
  }
}

/** What an entry tells of the offers and obligations that it is about. */
type About = { transferId?: string; obligationId?: string; obligation?: { id: string } };

/** Which entries belong to the legs that the reader's department returned: theirs, and what was decided about them. */
function isOfLeg({ departmentId }: Actor, row: DisputeRow, events: readonly DisputeEvent[]) {
  const own = row.transfers.filter((each) => each.to === departmentId && each.state === 'returned');
  const ids = new Set(own.map((each) => each.id));
  const owed = new Set(
    row.obligations.filter((each) => each.subjectId && ids.has(each.subjectId)).map((each) => each.id),
  );
  // The leg ends with the decision; what the desk did about it afterwards is the desk's.
  const end = events.findLast((each) => each.type === 'ReturnDecided' && ids.has(each.data.transferId))?.seq ?? 0;
  return ({ seq, actor: by, data }: DisputeEvent): boolean => {
    if (seq > end) return false;
    const about = data as About;
    const obligationId = about.obligationId ?? about.obligation?.id;
    if (about.transferId !== undefined) return ids.has(about.transferId);
    if (obligationId !== undefined) return owed.has(obligationId);
    return by.kind === 'person' && by.departmentId === departmentId;
  };
}
