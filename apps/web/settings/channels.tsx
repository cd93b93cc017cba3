import type { ComponentProps } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Failed, Skeleton } from '../parts/states.js';
import { ChannelForm } from './channel-form.js';
import { ChannelRow } from './channel-row.js';
import { Sent } from './sent.js';

const CODE_LOOK_MS = 5_000;

/** Where a person is told of notices beside the console, and what became of what was sent there. */
export function Channels({ form }: { form?: ComponentProps<typeof ChannelForm>['form'] }) {
  const t = useWording();
  const queries = useQueryClient();
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => get('/channels', { signal }),
    // A code or a test message leaves within a minute: the screen says so when it has.
    refetchInterval: ({ state }) =>
      state.data?.items.some((each) => each.confirmation?.state === 'waiting') ? CODE_LOOK_MS : false,
  });
  const again = () => {
    void queries.invalidateQueries({ queryKey: ['channels'] });
    for (const each of ['deliveries', 'setup']) void queries.invalidateQueries({ queryKey: [each] });
  };
  if (channels.isError && !channels.data) {
    return <Failed error={channels.error} retry={() => void channels.refetch()} />;
  }
  if (!channels.data) return <Skeleton rows={2} />;
  const { items } = channels.data;
  return (
    <section className="section">
      <h2>{t.settings.channels}</h2>
      <p className="muted">{t.settings.channelsHint}</p>
      {items.length === 0 ? (
        <p>{t.settings.noChannels}</p>
      ) : (
        <ul className="desk-list">
          {items.map((each) => (
            <ChannelRow key={each.id} channel={each} again={again} />
          ))}
        </ul>
      )}
      <ChannelForm again={again} form={form} />
      {items.length > 0 && <Sent again={again} />}
    </section>
  );
}
