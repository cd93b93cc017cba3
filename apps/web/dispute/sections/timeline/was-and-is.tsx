import { usePreferences } from '../../../base/language.js';
import { useDepartments } from '../../../base/session.js';
import type { PartyRow } from '#domain/dispute/row.js';
import type { CorrectableFacts, Changed } from '#domain/reading/corrected.js';

const NOTHING = '—';
const MEMBERS = ['name', 'role', 'phone', 'idNumber', 'address'] as const satisfies (keyof PartyRow)[];
type Member = (typeof MEMBERS)[number];

interface Line {
  label: string;
  /** Whose it is. */
  of?: string;
  was: string;
  is: string;
}

/** What a correction found in the record, and what it put there. */
export function WasAndIs({ changed }: { changed: readonly Changed[] }) {
  const { t } = usePreferences();
  const linesOf = useLines();
  const lines = changed.flatMap(linesOf);
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
  const ofParty: Record<Member, string> = {
    name: t.desk.partyName,
    role: t.desk.partyRole,
    phone: t.desk.phone,
    idNumber: t.desk.idNumber,
    address: t.desk.address,
  };
  const said = (what: keyof CorrectableFacts, value: unknown): string => {
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
  const known = (of: Member, value: string | null | undefined) =>
    (of === 'role' ? t.partyRole[value as keyof typeof t.partyRole] : value) ?? NOTHING;
  const whole = (party: PartyRow | null) =>
    party === null ? NOTHING : listed(MEMBERS.filter((each) => party[each]).map((each) => known(each, party[each])));
  return (changed) => {
    if (changed.fact !== 'party') {
      const { fact, was, is } = changed;
      return [{ label: heads[fact]!, was: said(fact, was), is: said(fact, is) }];
    }
    const { was: before, is: after } = changed;
    if (!before || !after) return [{ label: t.dispute.parties, was: whole(before), is: whole(after) }];
    return MEMBERS.filter((each) => before[each] !== after[each]).map((each) => ({
      label: ofParty[each],
      of: before.name ?? t.dispute.erased,
      was: known(each, before[each]),
      is: known(each, after[each]),
    }));
  };
}
