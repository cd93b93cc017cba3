import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, Problem, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Dialog } from '../parts/dialog.js';
import { LineField } from '../parts/fields/text-fields.js';

/** One click back to a list that one looks at often; kept for the person, on whatever machine. */
export function SavedFilters({
  filter,
  choose,
}: {
  filter: Record<string, string>;
  choose: (filter: Record<string, string>) => void;
}) {
  const t = useWording();
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const { data } = useQuery({
    queryKey: ['filters'],
    queryFn: ({ signal }) => get('/filters', { signal }),
  });
  const again = () => queries.invalidateQueries({ queryKey: ['filters'] });
  const isNew = Object.keys(filter).length > 0 && !data?.items.some((each) => isSame(each.filter, filter));
  if (!data || (data.items.length === 0 && !isNew)) return null;
  return (
    <div className="row wrap saved-filters" role="group" aria-label={t.list.saved}>
      {data.items.map((each) => (
        <span key={each.id} className="saved-filter">
          <button
            type="button"
            className="button small"
            aria-pressed={isSame(each.filter, filter)}
            onClick={() => choose(each.filter)}
          >
            {each.name}
          </button>
          {isSame(each.filter, filter) && (
            <button
              type="button"
              className="button quiet small"
              aria-label={t.list.forget(each.name)}
              onClick={() => void remove('/filters/{id}', { path: { id: each.id } }).then(again)}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {isNew && (
        <button type="button" className="link" onClick={() => setNaming(true)}>
          {t.list.save}
        </button>
      )}
      {naming && <Naming filter={filter} close={() => setNaming(false)} saved={() => void again()} />}
    </div>
  );
}

function Naming({ filter, close, saved }: { filter: Record<string, string>; close: () => void; saved: () => void }) {
  const t = useWording();
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await post('/filters', { body: { name, filter } });
      saved();
      close();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setWrong(error.body.errors?.[0]?.detail ?? error.body.detail);
    }
  };
  return (
    <Dialog title={t.list.save} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <LineField label={t.list.filterName} value={name} change={setName} error={wrong} />
        <button type="submit" className="button primary" disabled={!name.trim()}>
          {t.list.save}
        </button>
      </form>
    </Dialog>
  );
}

const isSame = (a: Record<string, string>, b: Record<string, string>) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);
