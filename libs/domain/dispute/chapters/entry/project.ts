import { authorOf } from '../../events.js';
import type { DisputeRow, PartyRow, Projections } from '../../row.js';
import type { Registered } from '../../state.js';
import type { EventText, OpenedOf } from '../../text.js';

export function registered(state: Registered, { at, data, text }: OpenedOf<'DisputeRegistered'>): DisputeRow {
  return {
    id: state.id,
    number: data.number,
    title: text?.title ?? null,
    narrative: text?.narrative ?? null,
    category: data.category,
    grade: null,
    complexity: state.complexity,
    status: state.status,
    desk: data.desk,
    holder: data.desk,
    assistants: [],
    parties: data.parties.map(({ id, role }) => ({ id, role, ...(text?.parties[id] ?? { name: null }) })),
    place: {
      ...data.place,
      ...(text?.grid !== undefined && { grid: text.grid }),
      ...(text?.address !== undefined && { address: text.address }),
      ...(text?.lat !== undefined && { lat: text.lat }),
      ...(text?.lng !== undefined && { lng: text.lng }),
    },
    dangerSigns: data.dangerSigns,
    source: { ...data.source, ...(text?.reference !== undefined && { reference: text.reference }) },
    ...(text?.externalNumber !== undefined && { externalNumber: text.externalNumber }),
    ...(data.ledger && { ledger: data.ledger }),
    occurredAt: data.occurredAt ?? null,
    ...(data.people !== undefined && { people: data.people }),
    ...(data.amount !== undefined && { amount: data.amount }),
    policyVersion: data.policyVersion,
    calendarVersion: data.calendarVersion,
    seq: 0,
    materialSeq: 0,
    rehearsal: data.rehearsal,
    aheadMs: 0,
    createdAt: at,
    gradedAt: null,
    updatedAt: at,
    transfers: [],
    obligations: [],
    visits: [],
    plan: null,
    extensions: [],
    suspensions: [],
    tracks: [],
    supervisions: [],
    meetings: [],
    consents: [],
    repeats: data.repeats ?? [],
    resolution: null,
    closures: [],
    closedAt: null,
    attribution: [],
  };
}

/** Who is there now, with what was said of them anew. */
export function partiesOf(
  row: DisputeRow,
  after: Registered,
  said: EventText['DisputeRegistered']['parties'] = {},
): PartyRow[] {
  const asKnown = (id: string) => row.parties.find((each) => each.id === id);
  return after.parties.map(({ id, role }) =>
    said[id] ? { id, role, ...said[id] } : { ...(asKnown(id) ?? { name: null }), id, role },
  );
}

/** A member as it was or is said now; where it is said to be none, or never was, none. */
function newest<K extends string, T>(name: K, was: T | undefined, said: T | null | undefined) {
  const is = said === undefined ? was : said;
  return (is === undefined || is === null ? {} : { [name]: is }) as Partial<Record<K, T>>;
}

export const ENTRY = {
  // Only once, by `registered`.
  DisputeRegistered: (row) => row,
  DisputeAdopted: (row, { at }) => ({ ...row, adoptedAt: at }),
  DisputeCorrected({ people, amount, externalNumber, ...row }, { data, text }, after) {
    const { category = row.category, dangerSigns = row.dangerSigns, repeats = row.repeats, place } = data;
    return {
      ...row,
      ...newest('people', people, data.people),
      ...newest('amount', amount, data.amount),
      ...newest('externalNumber', externalNumber, text?.externalNumber),
      title: text?.title ?? row.title,
      narrative: text?.narrative ?? row.narrative,
      category,
      dangerSigns,
      repeats,
      place: place ? { ...place, ...text?.place } : row.place,
      parties: partiesOf(row, after, text?.parties),
    };
  },
  DisputeGraded: (row) => row,
  RepeatRuledOut: (row, event) => ({
    ...row,
    repeats: row.repeats.filter((each) => each !== event.data.repeat),
    apart: [
      ...(row.apart ?? []),
      { id: event.data.repeat, at: event.at, by: authorOf(event), reason: event.text?.reason ?? null },
    ],
  }),
} satisfies Partial<Projections>;
