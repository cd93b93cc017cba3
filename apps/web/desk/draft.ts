import { numberOf } from '../base/number.js';
import type { Category, DangerSign, Feeder, Grade, PartyRole } from '#domain/words.js';
import type { BodyOf } from '../base/api.js';
import type { GivenFile } from '../base/outbox.js';
import type { Item } from '../contract.js';
import type { Wording } from '../words/zh.js';
import { BLANK_PARTY, detailsOf, type DraftParty } from '../parts/party.js';
import type { Aside } from './pasted.js';

/** What is typed while a dispute is registered. */
export interface Draft {
  title: string;
  narrative: string;
  category: Category | '';
  grade: Grade | '';
  village: string;
  address: string;
  parties: DraftParty[];
  /** Of the table that people were pasted from: what was not taken yet, as whom, and what a case has no place for. */
  table: string;
  tableRole: PartyRole;
  aside: Aside[];
  people: string;
  amount: string;
  channel: Feeder;
  externalNumber: string;
  reporter: string;
  dangerSigns: DangerSign[];
  files: readonly GivenFile[];
  rehearsal: boolean;
  to: string;
  reason: string;
}

export const BLANK: Draft = {
  title: '',
  narrative: '',
  category: '',
  grade: 'blue',
  village: '',
  address: '',
  parties: [
    { ...BLANK_PARTY, role: 'applicant' },
    { ...BLANK_PARTY, role: 'respondent' },
  ],
  table: '',
  tableRole: 'applicant',
  aside: [],
  people: '',
  amount: '',
  channel: 'walk-in',
  externalNumber: '',
  reporter: '',
  dangerSigns: [],
  files: [],
  rehearsal: false,
  to: '',
  reason: '',
};

/** Those of forms that no report is behind. */
export const OWN_DRAFTS = 'draft.register.own.';

/** Each report has a draft of its own, and so has each form that is opened without one. */
export const draftName = (item: Item | null, draftId: string) =>
  item ? `draft.register.${item.id}` : `${OWN_DRAFTS}${draftId}`;

/** What stands in the form before anybody typed: the example of the tour, what a report says, or nothing. */
export function startOf({
  item,
  rehearsal,
  tour,
}: {
  item: Item | null;
  rehearsal: boolean;
  /** The words of the tour and the village that it goes to, where the tour is taken. */
  tour: { t: Wording; village: string } | null;
}): Draft {
  return {
    ...BLANK,
    rehearsal,
    ...(tour && {
      ...tour.t.tour.example,
      category: 'neighbours',
      village: tour.village,
      parties: tour.t.tour.exampleParties.map((party, n) => ({
        ...BLANK_PARTY,
        name: party,
        role: n === 0 ? 'applicant' : 'respondent',
      })),
    }),
    ...(item && {
      narrative: item.text ?? '',
      title: (item.text ?? '').slice(0, 40),
      village: item.village,
      address: item.place ?? '',
      channel: item.feeder,
      dangerSigns: item.dangerSigns,
    }),
  };
}

/** A draft that an earlier release of the console kept. */
export function restoredDraft(kept: Partial<Draft>, start: Draft): Draft {
  const draft = { ...start, ...kept };
  return { ...draft, parties: draft.parties.map((party) => ({ ...BLANK_PARTY, ...party })) };
}

/** The body that registers a case: what was typed, without what was left empty. */
export function registration(draft: Draft, category: Category): BodyOf<'post', '/disputes'> {
  const { village, parties, dangerSigns } = draft;
  return {
    title: draft.title,
    narrative: draft.narrative,
    category,
    ...(draft.grade && { grade: draft.grade }),
    place: { village, ...(draft.address.trim() && { address: draft.address }) },
    parties: parties
      .filter((each) => each.name.trim())
      .map((each) => ({ name: each.name, role: each.role, ...detailsOf(each) })),
    ...(draft.people.trim() && { people: numberOf(draft.people) }),
    ...(draft.amount.trim() && { amount: numberOf(draft.amount) }),
    ...(draft.externalNumber.trim() && { externalNumber: draft.externalNumber }),
    source: {
      channel: draft.channel,
      ...(draft.reporter.trim() && { reporter: draft.reporter }),
    },
    // None, too: of a report the desk says here which of its signs are true.
    dangerSigns,
    ...(draft.rehearsal && { rehearsal: true }),
  };
}
