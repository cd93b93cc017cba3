import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get, post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { MoveProgress } from '../parts/rollout.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { Differences } from './differences.js';
import { PreviewOf } from '../parts/preview.js';
import { PublishForm } from '../parts/publish-form.js';
import { MovesTable, useMoves } from './moves.js';
import { VersionPage } from './version-page.js';

/** What a draft would change, and its publishing; how far open cases have moved stands in the address: who comes back goes on. */
export default function PublishPolicy() {
  const [address, setAddress] = useSearchParams();
  const rollout = address.get('rollout');
  return (
    <VersionPage here="publish">
      {({ version, state }) =>
        rollout ? (
          <MoveProgress id={rollout} />
        ) : state === 'draft' ? (
          <Publishing version={version} moved={(id) => setAddress({ rollout: id }, { replace: true })} />
        ) : (
          <Published version={version} isRetired={state === 'retired'} />
        )
      }
    </VersionPage>
  );
}

/** What became of it, open cases as well: also for who comes back by another way than the address that it was begun at. */
function Published({ version, isRetired }: { version: string; isRetired: boolean }) {
  const t = useWording();
  const { data, error, refetch } = useMoves({ cause: 'policy', version });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  const all = data.items.find(({ rules }) => rules?.all);
  const others = data.items.filter((each) => each !== all);
  return (
    <>
      <p role="status">
        {isRetired ? t.changing.isRetired : all ? t.changing.isPublishedMoving : t.changing.isPublished}
      </p>
      {all && <MoveProgress id={all.id} />}
      {others.length > 0 && (
        <section className="section">
          <h2>{t.changing.rollouts}</h2>
          <MovesTable moves={others} />
        </section>
      )}
    </>
  );
}

function Publishing({ version, moved }: { version: string; moved: (rollout: string) => void }) {
  const t = useWording();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['policy-preview', version],
    queryFn: ({ signal }) => post('/policies/{version}/preview', { path: { version }, signal }),
    // Cases go on meanwhile, and so may the draft.
    gcTime: 0,
  });
  const inForce = useQuery({
    queryKey: ['policy', null],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  const [moveOpen, setMoveOpen] = useState('no');
  const { send, busy, problem } = useChange();
  const publish = (said: { reason: string; allowShorter: boolean }) =>
    send(
      post('/policies/{version}/publish', { path: { version }, body: { ...said, moveOpen: moveOpen === 'yes' } }).then(
        async ({ rollout }) => {
          if (rollout) moved(rollout.id);
          await Promise.all([
            queries.invalidateQueries({ queryKey: ['policies'] }),
            queries.invalidateQueries({ queryKey: ['policy'] }),
            queries.invalidateQueries({ queryKey: ['rollouts'] }),
          ]);
        },
      ),
    );
  return (
    <>
      {inForce.data && (
        <section className="section">
          <h2>{t.changing.differences(inForce.data.version, version)}</h2>
          <Differences from={inForce.data.version} to={version} />
        </section>
      )}
      <h2>{t.changing.wouldMove}</h2>
      <p className="muted">{t.changing.wouldMoveHint}</p>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : (
        <PreviewOf preview={data} sheet={`policies/${version}/preview.xlsx`}>
          <PublishForm
            draft={`publish.${version}`}
            preview={data}
            moves={moveOpen === 'yes'}
            busy={busy}
            problem={problem}
            publish={publish}
          >
            <ChoiceField
              label={t.changing.openCases}
              value={moveOpen}
              change={setMoveOpen}
              choices={[
                { value: 'no', label: t.changing.stay },
                { value: 'yes', label: t.changing.move },
              ]}
            />
          </PublishForm>
        </PreviewOf>
      )}
    </>
  );
}
