import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import type { Import } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Moment } from '../parts/marks.js';
import { RolloutSoFar } from '../parts/rollout.js';

const LOOK_MS = 5_000;
const SHOWN = 5;

/** Sheets that were brought in of late, for who left while one ran; nothing where there was none. */
export function Earlier({ kind }: { kind: Import['kind'] }) {
  const t = useWording();
  const { name } = usePeople();
  const { data } = useQuery({
    queryKey: ['rollouts', 'import', kind],
    queryFn: ({ signal }) => get('/rollouts', { query: { kind: `import-${kind}`, limit: SHOWN }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((each) => each.state === 'running') ? LOOK_MS : false),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="section">
      <h2>{t.imports.earlier}</h2>
      <table className="table cards compact">
        <TableHead titles={[t.imports.begun, t.imports.progress]} />
        <tbody>
          {data.items.map((each) => (
            <tr key={each.id} data-state={each.state}>
              <th scope="row">
                <Moment at={each.madeAt} /> <span className="muted">{name(each.madeBy)}</span>
              </th>
              <td data-label={t.imports.progress}>
                <RolloutSoFar of={each} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
