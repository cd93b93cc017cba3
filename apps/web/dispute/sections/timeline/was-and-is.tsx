import { usePreferences } from '../../../base/language.js';
import { useDepartments } from '../../../base/session.js';
import type { TimelineEntry } from '../../../contract.js';
import { changedBy, type Changed, type Correction, type Known, KNOWN_OF, type KnownOf } from './corrected.js';

const NOTHING = '—';

interface Line {
  label: string;
  /** Whose it is. */
  of?: string;
  was: string;
  is: string;
}

/** What a correction found in the record, and what it put there. */
export function WasAndIs({ entry, entries }: { entry: Correction; entries: readonly TimelineEntry[] }) {
  const { t } = usePreferences();
  const linesOf = useLines();
  const lines = changedBy(entry, entries).flatMap(linesOf);
  if (lines.length === 0) return null;
  return (
    <ul className="entry-said was-and-is">
      {lines.map(({ label, of, was, is }) => (
        <li key={`${label} ${of} ${was} ${is}`}>
          <span className="muted">
            {label}
            {of && ` · ${of}`}
          </span>{' '}
          <del>
            <span className="visually-hidden">{t.dispute.wasBefore} </span>
            {was}
          </del>{' '}
          <span aria-hidden="true">→</span>{' '}
          <ins>
            <span className="visually-hidden">{t.dispute.isNow} </span>
            {is}
          </ins>
        </li>
      ))}
    </ul>
  );
}

/** In words, a fact or a member of a party each. */
function useLines(): (changed: Changed) => Line[] {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  const { people, amount } = t.desk;
  const heads: Record<string, string> = { ...t.field, people, amount, externalNumber: t.dispute.externalNumber };
  const ofParty: Record<KnownOf, string> = {
    name: t.desk.partyName,
    role: t.desk.partyRole,
    phone: t.desk.phone,
    idNumber: t.desk.idNumber,
    address: t.desk.address,
  };
  const said = (what: Changed['fact'], value: unknown): string => {
    if (value === undefined || value === null || value === '') return NOTHING;
    if (what === 'category') return t.category[value as keyof typeof t.category] ?? NOTHING;
    if (what === 'dangerSigns') {
      const signs = value as (keyof typeof t.dangerSign)[];
      return signs.length > 0 ? listed(signs.map((each) => t.dangerSign[each])) : NOTHING;
    }
    if (what === 'place') {
      const { village, grid, address } = value as Record<string, string | undefined>;
      return [village && name(village), grid, address].filter(Boolean).join(' ');
    }
    return typeof value === 'number' ? value.toLocaleString(language) : String(value as string);
  };
  const known = (of: KnownOf, value: string | undefined) =>
    (of === 'role' ? t.partyRole[value as keyof typeof t.partyRole] : value) ?? NOTHING;
  const whole = (party: Known | null) =>
    party === null
      ? NOTHING
      : listed(KNOWN_OF.filter((each) => party[each] !== undefined).map((each) => known(each, party[each])));
  return ({ fact, party, was, is }) => {
    if (fact) return [{ label: heads[fact]!, was: said(fact, was), is: said(fact, is) }];
    const { was: before, is: after } = party!;
    if (!before || !after) return [{ label: t.dispute.parties, was: whole(before), is: whole(after) }];
    return KNOWN_OF.filter((each) => before[each] !== after[each]).map((each) => ({
      label: ofParty[each],
      of: before.name ?? t.dispute.erased,
      was: known(each, before[each]),
      is: known(each, after[each]),
    }));
  };
}
