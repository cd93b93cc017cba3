import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import { Moment } from '../parts/marks.js';
import { Once } from '../parts/once.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';

/** The address by which a person's own calendar shows their return visits. */
export function CalendarFeed() {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['feed'],
    queryFn: ({ signal }) => get('/visits/feed', { signal }),
  });
  const { send, state, problem } = useSend();
  const revoking = useChange();
  const [url, setUrl] = useState<string | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: ['feed'] });
  const make = async () => {
    const made = await send('/visits/feed');
    if (!made) return;
    setUrl(made.url);
    again();
  };
  const revoke = async () => {
    if (!(await revoking.send(remove('/visits/feed')))) return;
    setUrl(null);
    say(t.settings.feedRevoked);
    again();
  };
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={1} />;
  const refused = problem ?? revoking.problem;
  return (
    <section className="section">
      <h2>{t.settings.feed}</h2>
      <p className="muted">{t.settings.feedHint}</p>
      {data.createdAt && (
        <p>
          {t.settings.made} <Moment at={data.createdAt} /> · {t.settings.feedRead}{' '}
          {data.usedAt ? <Moment at={data.usedAt} /> : t.settings.never}
        </p>
      )}
      {url && <Once label={t.settings.feedAddress} value={url} hint={t.settings.onceHint} />}
      {refused && <Refusal problem={refused} />}
      <div className="row wrap">
        <button type="button" className="button" disabled={state !== 'idle'} onClick={() => void make()}>
          {data.createdAt ? t.settings.feedRenew : t.settings.feedMake}
        </button>
        {data.createdAt && (
          <button type="button" className="button" disabled={revoking.busy} onClick={() => void revoke()}>
            {t.settings.feedRevoke}
          </button>
        )}
      </div>
      {data.createdAt && <p className="field-hint">{t.settings.feedRenewHint}</p>}
    </section>
  );
}
