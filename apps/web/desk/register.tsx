import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useAddress } from '../base/address.js';
import { get, newKey } from '../base/api.js';
import { useWording } from '../base/language.js';
import { isRehearsing } from '../base/rehearsing.js';
import type { Item } from '../contract.js';
import { DraftLine } from '../parts/draft-line.js';
import { Refusal } from '../parts/refusal.js';
import { FilesOfReport } from '../parts/report-files.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { TourOfRegistering } from '../tour/tour.js';
import { CaseFields } from './case-fields.js';
import { draftName } from './draft.js';
import { Drafts } from './drafts.js';
import { Proposal } from './proposal.js';
import { useRegistration } from './use-registration.js';

/** Registers and dispatches in one screen; who is proposed and why, and what is like it, stand beside. */
export default function RegisterPage() {
  const t = useWording();
  const [address, change] = useAddress();
  const itemId = address.get('item');
  const draftId = address.get('draft') ?? '';
  // Each form that is opened has a draft of its own, by which it is found again after the page was loaded anew.
  const isNew = itemId === null && draftId === '';
  useEffect(() => {
    if (isNew) change({ draft: newKey().slice(0, 12) });
  }, [isNew, change]);
  const item = useQuery({
    queryKey: ['items', 'one', itemId],
    // From the list: to look at one by itself is to look at who told of it, and is noted.
    queryFn: async () => (await get('/items', { query: { id: itemId! } })).items[0] ?? null,
    enabled: itemId !== null,
  });
  if (isNew || (itemId && item.isPending)) return <Skeleton />;
  if (itemId && item.data === null) return <Empty title={t.state.notFound} />;
  if (itemId && !item.data) return <Failed error={item.error} retry={() => void item.refetch()} />;
  return (
    <RegisterForm
      key={itemId ?? draftId}
      name={draftName(item.data ?? null, draftId)}
      item={item.data ?? null}
      rehearsal={address.get('rehearsal') === 'true' || isRehearsing()}
      title={item.data ? t.desk.fromItem : t.desk.new}
    />
  );
}

function RegisterForm({
  name,
  item,
  rehearsal,
  title,
}: {
  /** Of its draft. */
  name: string;
  item: Item | null;
  rehearsal: boolean;
  title: string;
}) {
  const t = useWording();
  const registration = useRegistration(name, item, rehearsal);
  const { half, submit } = registration;
  if (half) {
    return (
      <div className="page">
        <h1>{t.desk.halfDone(half.done.dispute.number)}</h1>
        <Refusal problem={half.problem} />
        <Link className="button primary" to={`/disputes/${half.done.dispute.id}`}>
          {t.inbox.open}
        </Link>
      </div>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
      </header>
      {registration.draft.rehearsal && <TourOfRegistering />}
      <Drafts but={name} />
      {item && <FilesOfReport item={item} />}
      {registration.restored && <DraftLine discard={registration.discard} />}
      <form className="register" onSubmit={(event) => void submit(event)} noValidate>
        <CaseFields {...registration} ofReport={item !== null} />
        <Proposal {...registration} />
      </form>
    </div>
  );
}
