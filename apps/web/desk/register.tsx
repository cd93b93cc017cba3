import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { isRehearsing } from '../base/rehearsing.js';
import type { Item } from '../contract.js';
import { DraftLine } from '../parts/draft-line.js';
import { Refusal } from '../parts/refusal.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { TourOfRegistering } from '../tour/tour.js';
import { CaseFields } from './case-fields.js';
import { Proposal } from './proposal.js';
import { useRegistration } from './use-registration.js';

/** Registers and dispatches in one screen; who is proposed and why, and what is like it, stand beside. */
export default function RegisterPage() {
  const t = useWording();
  const [address] = useSearchParams();
  const itemId = address.get('item');
  const item = useQuery({
    queryKey: ['items', 'one', itemId],
    // From the list: to look at one by itself is to look at who told of it, and is noted.
    queryFn: async () => (await get('/items', { query: { id: itemId! } })).items[0] ?? null,
    enabled: itemId !== null,
  });
  if (itemId && item.isPending) return <Skeleton />;
  if (itemId && item.data === null) return <Empty title={t.state.notFound} />;
  if (itemId && !item.data) return <Failed error={item.error} retry={() => void item.refetch()} />;
  return (
    <RegisterForm
      key={itemId}
      item={item.data ?? null}
      rehearsal={address.get('rehearsal') === 'true' || isRehearsing()}
      title={item.data ? t.desk.fromItem : t.desk.new}
    />
  );
}

function RegisterForm({ item, rehearsal, title }: { item: Item | null; rehearsal: boolean; title: string }) {
  const t = useWording();
  const registration = useRegistration(item, rehearsal);
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
      {registration.restored && <DraftLine discard={registration.discard} />}
      <form className="register" onSubmit={(event) => void submit(event)} noValidate>
        <CaseFields {...registration} ofReport={item !== null} />
        <Proposal {...registration} />
      </form>
    </div>
  );
}
