import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Failed, Skeleton } from '../parts/states.js';
import { HandIn } from './hand-in.js';
import { LookedThrough } from './looked-through.js';

/**
 * Files that bring something in: handed in, looked through, brought in. Which one stands in the address: who comes back goes
 * on.
 */
export default function Imports() {
  const t = useWording();
  const queries = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const id = address.get('id');
  const { data, error, refetch } = useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => get('/imports/{id}', { path: { id: id! }, signal }),
    enabled: id !== null,
    // What was wrong with it is shown beside its run, at the end of which nobody knows its cells any more.
    staleTime: Infinity,
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.imports}</h1>
        <p className="muted">{t.imports.hint}</p>
      </header>
      {id === null ? (
        <HandIn
          taken={(sheet) => {
            queries.setQueryData(['import', sheet.id], sheet);
            setAddress({ id: sheet.id });
          }}
        />
      ) : data ? (
        <LookedThrough
          sheet={data}
          changed={(sheet) => queries.setQueryData(['import', id], sheet)}
          again={() => setAddress({ kind: data.kind })}
        />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton />
      )}
    </div>
  );
}
