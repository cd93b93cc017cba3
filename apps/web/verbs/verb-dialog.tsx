import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useDispute } from '../base/dispute.js';
import { useWording } from '../base/language.js';
import { useUser } from '../base/session.js';
import type { Done, Verb } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { Failed, Skeleton } from '../parts/states.js';
import { DisputeLine } from './dispute-line.js';
import type { Subject } from './field.js';
import { VerbForm } from './verb-form.js';

/** A verb's form over whatever page asked for it; the dispute is fetched where the page has only a line of it. */
export function VerbDialog({
  id,
  verb,
  subject,
  close,
  done,
  postpones = false,
}: {
  id: string;
  verb: Verb;
  subject?: Subject;
  close: () => void;
  done?: (done: Done) => void;
  postpones?: boolean;
}) {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const { data, error, refetch } = useDispute(id);
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: ['dispute', id] }), [queries, id]);
  return (
    <Dialog title={t.verb[verb]} close={close}>
      {data ? (
        <>
          <DisputeLine view={data} />
          {verb === 'visit' && data.resolution?.ownWork?.includes(user.id) ? (
            <p>{t.visits.ownWork}</p>
          ) : (
            <VerbForm
              verb={verb}
              view={data}
              {...(subject && { subject })}
              {...(postpones && { postpones, waits: close })}
              cancel={close}
              refresh={refresh}
              done={(answer) => {
                close();
                done?.(answer);
              }}
            />
          )}
        </>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={3} />
      )}
    </Dialog>
  );
}
