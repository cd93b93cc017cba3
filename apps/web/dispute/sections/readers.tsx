import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { CaseReader } from '../../contract.js';
import { Dialog } from '../../parts/dialog.js';
import { Tag } from '../../parts/marks.js';
import { Failed, Skeleton } from '../../parts/states.js';

/** Each reason once; of a superior, whose. */
function whyReads({ departmentId, reasons }: CaseReader, name: (id: string) => string): string[] {
  return [...new Set(reasons.map((each) => each.text))].map((text) => {
    const others = reasons.filter((each) => each.text === text && each.departmentId !== departmentId);
    return others.length > 0 ? `${text} (${others.map((each) => name(each.departmentId)).join(' ')})` : text;
  });
}

/** Who can see this case, and why. */
export function ReadersDialog({ id, close }: { id: string; close: () => void }) {
  const t = useWording();
  const { name } = useDepartments();
  const { data, error, refetch } = useQuery({
    queryKey: ['readers', id],
    queryFn: ({ signal }) => get('/disputes/{id}/readers', { path: { id }, signal }),
  });
  return (
    <Dialog title={t.privacy.readers} close={close} wide>
      {data ? (
        <table className="table cards">
          <tbody>
            {data.items.map((each) => (
              <tr key={each.userId}>
                <th scope="row">{each.name}</th>
                <td>{name(each.departmentId)}</td>
                <td className="muted">{each.roles.map((role) => t.role[role]).join(' ')}</td>
                <td>{whyReads(each, name).join(' · ')}</td>
                <td>
                  {each.readsContacts && <Tag>{t.privacy.contacts}</Tag>}
                  {each.readsReporter && <Tag>{t.privacy.reporter}</Tag>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={4} />
      )}
    </Dialog>
  );
}
