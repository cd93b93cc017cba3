import { useWording } from '../base/language.js';
import type { NumbersRead } from '../contract.js';
import type { DraftParty } from './party.js';

/** Beside what was typed of somebody: what of it is no number, by which nobody is known again. */
export function NumbersReadOf({
  party: { phone, idNumber },
  read,
}: {
  party: Pick<DraftParty, 'phone' | 'idNumber'>;
  /** Unknown while it is typed. */
  read: NumbersRead['parties'][number] | undefined;
}) {
  const t = useWording();
  if (!read) return null;
  return (
    <>
      {phone.trim() && read.phones === 0 && <p className="field-hint">{t.desk.noPhone(phone)}</p>}
      {read.phones > 1 && <p className="field-hint">{t.desk.phonesRead(read.phones)}</p>}
      {idNumber.trim() && read.papers === 0 && <p className="field-hint">{t.desk.noPaper(idNumber)}</p>}
    </>
  );
}
