import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useDepartments, useMay, useSession, useUser } from '../base/session.js';
import type { ListedDepartment, Person } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { TextField } from '../parts/fields/text-fields.js';
import { FormFoot } from '../parts/form-foot.js';
import { Moment, Tag } from '../parts/marks.js';
import { RolloutProgress } from '../parts/rollout.js';
import { Refusal } from '../parts/refusal.js';
import { type Sheet, Sheets } from '../parts/sheets.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { Access } from './access.js';
import { Blocked, SuccessorField } from './blocked.js';
import { PersonForm } from './person-form.js';

type Doing = 'show' | 'change' | 'tokens' | 'reset' | 'deactivate';

/** A person, and what who looks after them can do. */
export function PersonCard({
  id,
  places,
  close,
}: {
  id: string;
  places: readonly ListedDepartment[];
  close: () => void;
}) {
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>('show');
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['users', id],
    queryFn: ({ signal }) => get('/users/{id}', { path: { id }, signal }),
  });
  const again = () => {
    setDoing('show');
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  if (data && doing === 'tokens') return <Access person={data} close={() => setDoing('show')} />;
  return (
    <Dialog title={data?.name ?? id} close={close}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : sheet ? (
        <Sheets sheets={[sheet]} />
      ) : doing === 'change' ? (
        <PersonForm person={data} places={places} done={again} />
      ) : doing === 'reset' ? (
        <Reset person={data} made={setSheet} back={() => setDoing('show')} />
      ) : doing === 'deactivate' ? (
        <Deactivate person={data} close={close} back={() => setDoing('show')} />
      ) : (
        <Facts person={data} doing={setDoing} made={setSheet} again={again} />
      )}
    </Dialog>
  );
}

function Facts({
  person,
  doing,
  made,
  again,
}: {
  person: Person;
  doing: (what: Doing) => void;
  made: (sheet: Sheet) => void;
  again: () => void;
}) {
  const { t, listed } = usePreferences();
  const may = useMay();
  const user = useUser();
  const { settings } = useSession();
  const { name: nameOf } = useDepartments();
  const { send, busy, problem } = useChange();
  const { id, name, username, departmentId, roles, pending, account } = person;
  const [rolloutId, setRollout] = useState<string | null>(null);
  const mail = async () => {
    const asked = post('/users/invitations', { body: { userIds: [id] } });
    if (await send(asked)) setRollout((await asked).rollout.id);
  };
  const invite = async () => {
    const inviting = post('/users/{id}/invite', { path: { id } });
    if (await send(inviting)) made({ name, username, email: account?.email, ...(await inviting) });
  };
  const confirm = async (role: (typeof pending)[number]) => {
    if (await send(post('/users/{id}/confirm-role', { path: { id }, body: { role } }))) again();
  };
  // Who granted it, and whose it is, do not confirm it as well.
  const toConfirm = pending.filter(
    (role) => id !== user.id && account?.grants.find((each) => each.role === role)?.by !== user.id,
  );
  const isOthers = account !== undefined && id !== user.id;
  const isLocal = settings.authMode === 'local';
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t.people.username}</dt>
          <dd>{username}</dd>
        </div>
        <div>
          <dt>{t.people.department}</dt>
          <dd>{nameOf(departmentId)}</dd>
        </div>
        <div>
          <dt>{t.people.roles}</dt>
          <dd>
            {listed(roles.map((role) => t.role[role]))}
            {pending.map((role) => (
              <Tag key={role} tone="warn">
                {t.people.pending} · {t.role[role]}
              </Tag>
            ))}
          </dd>
        </div>
        {account && <AccountFacts account={account} />}
      </dl>
      {pending.length > 0 && (
        <p className="muted">{t.people.pendingHint(listed(pending.map((role) => t.role[role])))}</p>
      )}
      {problem && <Refusal problem={problem} />}
      {rolloutId && <RolloutProgress id={rolloutId} subject={t.people.username} ended={again} />}
      <div className="row wrap">
        {may('people.confirm') &&
          toConfirm.map((role) => (
            <button
              key={role}
              type="button"
              className="button primary"
              disabled={busy}
              onClick={() => void confirm(role)}
            >
              {t.people.confirm} · {t.role[role]}
            </button>
          ))}
        {isOthers && may('people.manage') && (
          <>
            <button type="button" className="button" onClick={() => doing('change')}>
              {t.people.change}
            </button>
            {isLocal && account.signedInAt === null && (
              <>
                {account.email && !rolloutId && (
                  <button type="button" className="button" disabled={busy} onClick={() => void mail()}>
                    {t.people.inviteByMail}
                  </button>
                )}
                <button type="button" className="button" disabled={busy} onClick={() => void invite()}>
                  {t.people.invite}
                </button>
              </>
            )}
            {isLocal && account.signedInAt !== null && (
              <button type="button" className="button" onClick={() => doing('reset')}>
                {t.people.reset}
              </button>
            )}
            <button type="button" className="button" onClick={() => doing('tokens')}>
              {t.people.tokens}
            </button>
            <button type="button" className="button" onClick={() => doing('deactivate')}>
              {t.people.deactivate}
            </button>
          </>
        )}
      </div>
    </>
  );
}

function AccountFacts({
  account: { email, phone, signedInAt, invitedUntil },
}: {
  account: NonNullable<Person['account']>;
}) {
  const { t } = usePreferences();
  return (
    <>
      <div>
        <dt>{t.people.lastSignIn}</dt>
        <dd>{signedInAt ? <Moment at={signedInAt} /> : t.people.neverSignedIn}</dd>
      </div>
      {invitedUntil && (
        <div>
          <dt>{t.people.invitedUntil}</dt>
          <dd>
            <Moment at={invitedUntil} />
          </dd>
        </div>
      )}
      {email && (
        <div>
          <dt>{t.people.email}</dt>
          <dd>{email}</dd>
        </div>
      )}
      {phone && (
        <div>
          <dt>{t.people.phone}</dt>
          <dd>{phone}</dd>
        </div>
      )}
    </>
  );
}

function Reset({ person, made, back }: { person: Person; made: (sheet: Sheet) => void; back: () => void }) {
  const { t } = usePreferences();
  const { send, busy, problem } = useChange();
  const { id, name, username, account } = person;
  const reset = async () => {
    const resetting = post('/users/{id}/reset-password', { path: { id } });
    if (await send(resetting)) made({ name, username, email: account?.email, isReset: true, ...(await resetting) });
  };
  return (
    <>
      <p>{t.people.resetSure(name)}</p>
      {problem && <Refusal problem={problem} />}
      <div className="form-foot">
        <button type="button" className="button primary" disabled={busy} onClick={() => void reset()}>
          {t.people.reset}
        </button>
        <button type="button" className="button" onClick={back}>
          {t.form.cancel}
        </button>
      </div>
    </>
  );
}

/** It cannot be undone: the reason is asked for, and who takes over. */
function Deactivate({ person, close, back }: { person: Person; close: () => void; back: () => void }) {
  const { t } = usePreferences();
  const say = useSay();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [successorId, setSuccessor] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { reason, ...(successorId && { successorId }) };
    if (!(await send(post('/users/{id}/deactivate', { path: { id: person.id }, body })))) return;
    say(t.people.done(person.name));
    await queries.invalidateQueries({ queryKey: ['users'] });
    close();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p>{t.people.deactivateSure(person.name)}</p>
      <TextField label={t.people.reason} value={reason} change={setReason} error={wrong('reason')} />
      {problem && !problem.errors ? (
        <Blocked problem={problem} person={person} successorId={successorId} choose={setSuccessor} />
      ) : (
        <SuccessorField person={person} value={successorId} change={setSuccessor} error={wrong('successorId')} />
      )}
      <FormFoot says={t.people.deactivate} disabled={busy || !reason.trim()} cancel={back} />
    </form>
  );
}
