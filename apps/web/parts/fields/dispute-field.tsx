import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { usePaused } from '../paused.js';
import { type Common, described, FieldFrame } from './frame.js';

/**
 * Another open dispute, found as in the list: by number, title, party or first letters; else of the latest. Beside a case
 * those come first that look like it, or that it counts as of the same people.
 */
export function DisputeField({
  value,
  change,
  beside,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  beside?: { id: string; rehearsal: boolean; repeats: (string | null)[] };
}) {
  const id = useId();
  const rehearsal = beside?.rehearsal ? 'true' : 'false';
  const [typed, setTyped] = useState('');
  const q = usePaused(typed.trim());
  const { data } = useQuery({
    queryKey: ['disputes', 'to-choose', q, rehearsal],
    queryFn: ({ signal }) => get('/disputes', { query: { ...(q && { q }), rehearsal, limit: 100 }, signal }),
    placeholderData: (before) => before,
  });
  const { data: similar } = useQuery({
    queryKey: ['dispute', beside?.id, 'similar'],
    queryFn: ({ signal }) => get('/disputes/{id}/similar', { path: { id: beside!.id }, signal }),
    enabled: beside !== undefined,
  });
  const t = useWording();
  const open = (data?.items ?? []).filter((each) => each.id !== beside?.id && each.status !== 'closed');
  const alike = new Set([...(beside?.repeats ?? []), ...(similar?.items ?? []).map((each) => each.id)]);
  const groups = [
    [t.dispute.similar, open.filter((each) => alike.has(each.id))],
    [t.dispute.otherCases, open.filter((each) => !alike.has(each.id))],
  ] as const;
  const options = (cases: typeof open) =>
    cases.map((each) => (
      <option key={each.id} value={each.id}>
        {each.number} {each.title}
      </option>
    ));
  return (
    <FieldFrame id={id} {...common}>
      <input
        type="search"
        className="before-choice"
        aria-label={t.list.search}
        placeholder={t.list.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // It looks for a case, and does not hand the form in.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{t.form.choose}</option>
        {groups[0][1].length === 0
          ? options(open)
          : groups.map(([label, cases]) => (
              <optgroup key={label} label={label}>
                {options(cases)}
              </optgroup>
            ))}
      </select>
    </FieldFrame>
  );
}
