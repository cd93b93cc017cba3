import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { PolicyDifference } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Failed, Skeleton } from '../parts/states.js';
import { usePolicyForm } from './editor/editor-form.js';
import { placeSaid, valueSaid } from './editor/said.js';

/** Where one version says something else than another, member by member, in words. */
export function Differences({ from, to }: { from: string; to: string }) {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  const form = usePolicyForm();
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'diff', from, to],
    queryFn: ({ signal }) => get('/policies/{version}/diff', { path: { version: to }, query: { from }, signal }),
    // A draft may be another one by now.
    gcTime: 0,
  });
  const failed = error ?? form.error;
  if (failed) return <Failed error={failed} retry={() => void (error ? refetch() : form.refetch())} />;
  if (!data || !form.data) return <Skeleton rows={2} />;
  if (data.items.length === 0) return <p className="muted">{t.changing.same(from)}</p>;
  const saying = { t, language, listed, name };
  const said = ({ pointer }: PolicyDifference['items'][number], value: unknown) =>
    valueSaid(form.data, pointer, value, saying);
  return (
    <table className="table cards compact rule-differences">
      <caption className="visually-hidden">{t.changing.differences(from, to)}</caption>
      <TableHead titles={[t.changing.member, from, to]} />
      <tbody>
        {data.items.map((each) => (
          <tr key={each.pointer} data-pointer={each.pointer}>
            <th scope="row">{placeSaid(form.data, each.pointer, saying)}</th>
            <td data-label={from}>
              <del>{said(each, each.from)}</del>
            </td>
            <td data-label={to}>
              <ins>{said(each, each.to)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
