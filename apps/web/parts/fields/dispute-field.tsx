import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { usePaused } from '../paused.js';
import { type Common, described, FieldFrame } from './frame.js';

/** Another open dispute, found as in the list: by number, title, party or first letters; else of the latest. */
export function DisputeField({
  value,
  change,
  without,
  ...common
}: Common & { value: string; change: (value: string) => void; without?: string | undefined }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const q = usePaused(typed.trim());
  const { data } = useQuery({
    queryKey: ['disputes', 'to-choose', q],
    queryFn: ({ signal }) => get('/disputes', { query: { ...(q && { q }), limit: 100 }, signal }),
    placeholderData: (before) => before,
  });
  const t = useWording();
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
        {(data?.items ?? [])
          .filter((each) => each.id !== without && each.status !== 'closed')
          .map((each) => (
            <option key={each.id} value={each.id}>
              {each.number} {each.title}
            </option>
          ))}
      </select>
    </FieldFrame>
  );
}
