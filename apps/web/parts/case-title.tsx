import { Link } from 'react-router';
import { useWording } from '../base/language.js';

/** What a case is called in a list, which leads to it. */
export function CaseTitle({ dispute }: { dispute: { id: string; title: string | null } }) {
  const t = useWording();
  return (
    <Link to={`/disputes/${dispute.id}`} className="list-title">
      {dispute.title ?? t.dispute.erased}
    </Link>
  );
}
