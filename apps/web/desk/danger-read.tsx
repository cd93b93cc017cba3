import { useQuery } from '@tanstack/react-query';
import type { DangerSign } from '#domain/words.js';
import { post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { Tag } from '../parts/marks.js';
import { usePaused } from '../parts/paused.js';
import type { Draft } from './draft.js';

/** What was written is read for danger as a report is, and said with the words that show it; a person ticks it or does not. */
export function DangerRead({ draft, tick }: { draft: Draft; tick: (signs: DangerSign[]) => void }) {
  const { t, listed } = usePreferences();
  const text = usePaused(
    [draft.title, draft.narrative]
      .map((each) => each.trim())
      .filter(Boolean)
      .join('\n'),
  );
  const { data } = useQuery({
    queryKey: ['danger', text],
    queryFn: async ({ signal }) => {
      const { found } = await post('/danger', { body: { text }, signal, plain: true });
      return found.map(({ sign, from, to }) => ({ sign, words: text.slice(from, to) }));
    },
    enabled: text !== '',
    placeholderData: (before) => before,
    // Nobody looks for it again, and it is nobody else's.
    gcTime: 0,
    retry: false,
  });
  const unseen = (data ?? []).filter(({ sign }) => !draft.dangerSigns.includes(sign));
  if (text === '' || unseen.length === 0) return null;
  return (
    <div className="danger-read" role="status">
      <p className="danger-why">
        <Tag tone="warn">{t.desk.dangerRead}</Tag>{' '}
        {listed(unseen.map(({ sign, words }) => t.items.seenBy(t.dangerSign[sign], words)))}
      </p>
      <button
        type="button"
        className="button small"
        onClick={() => tick([...draft.dangerSigns, ...unseen.map(({ sign }) => sign)])}
      >
        {t.desk.tickDanger}
      </button>
    </div>
  );
}
