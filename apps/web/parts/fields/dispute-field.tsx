import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { usePaused } from '../paused.js';
import { useTouch } from '../touch.js';
import { Combobox } from './combobox.js';
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
  const touch = useTouch();
  const rehearsal = beside?.rehearsal ? 'true' : 'false';
  const [typed, setTyped] = useState('');
  const q = usePaused(typed.trim());
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['disputes', 'to-choose', q, rehearsal],
    queryFn: ({ signal }) =>
      get('/disputes', { query: { ...(q && { q }), closed: 'false', rehearsal, limit: 100 }, signal }),
    placeholderData: (before) => before,
  });
  const { data: similar } = useQuery({
    queryKey: ['dispute', beside?.id, 'similar'],
    queryFn: ({ signal }) => get('/disputes/{id}/similar', { path: { id: beside!.id }, signal }),
    enabled: beside !== undefined,
  });
  const t = useWording();
  const open = (data?.items ?? []).filter((each) => each.id !== beside?.id);
  const alike = new Set([...(beside?.repeats ?? []), ...(similar?.items ?? []).map((each) => each.id)]);
  const options = [...open.filter((each) => alike.has(each.id)), ...open.filter((each) => !alike.has(each.id))].map(
    (each) => ({
      value: each.id,
      label: `${each.number} ${each.title ?? t.dispute.erased}`,
      ...(alike.has(each.id) && { note: t.dispute.similar }),
    }),
  );
  const settled = q === typed.trim() && !isPlaceholderData;
  if (!touch) return <Combobox {...common} {...{ value, change, options, settled }} search={setTyped} />;
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
        {options.map(({ value: each, label, note }) => (
          <option key={each} value={each}>
            {label}
            {note && ` · ${note}`}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
