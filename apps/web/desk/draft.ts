import type { Category, DangerSign, Feeder, Grade, PartyRole } from '#domain/words.js';
import type { BodyOf } from '../base/api.js';
import type { Item } from '../contract.js';
import type { Wording } from '../words/zh.js';

/** What is typed while a dispute is registered. */
export interface Draft {
  title: string;
  narrative: string;
  category: Category | '';
  grade: Grade | '';
  village: string;
  address: string;
  parties: { name: string; role: PartyRole; phone: string }[];
  channel: Feeder;
  reporter: string;
  dangerSigns: DangerSign[];
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
    { name: '', role: 'applicant', phone: '' },
    { name: '', role: 'respondent', phone: '' },
  ],
  channel: 'walk-in',
  reporter: '',
  dangerSigns: [],
  rehearsal: false,
  to: '',
  reason: '',
};

/** Each report has a draft of its own, and so has the blank form. */
export const draftOf = (item: Item | null) => (item ? `draft.register.${item.id}` : 'draft.register');

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
        name: party,
        role: n === 0 ? 'applicant' : 'respondent',
        phone: '',
      })),
    }),
    ...(item && {
      narrative: item.text ?? '',
      title: (item.text ?? '').slice(0, 40),
      village: item.village,
      address: item.place ?? '',
      channel: item.feeder,
    }),
  };
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
      .map(({ phone, ...party }) => ({ ...party, ...(phone.trim() && { phone }) })),
    source: {
      channel: draft.channel,
      ...(draft.reporter.trim() && { reporter: draft.reporter }),
    },
    ...(dangerSigns.length > 0 && { dangerSigns }),
    ...(draft.rehearsal && { rehearsal: true }),
  };
}
