import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { patch, post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import type { Import } from '../contract.js';
import { headIn } from '#lexicon/heads.js';
import { Refusal } from '../parts/refusal.js';
import { RolloutProgress } from '../parts/rollout.js';
import { useChange } from '../parts/use-change.js';
import { Wrong } from './wrong.js';

interface Props {
  sheet: Import;
  changed: (sheet: Import) => void;
  again: () => void;
}

/** Where the guided setup, which leads here, goes on. */
const STEPS: Partial<Record<Import['kind'], string>> = { departments: 'departments', people: 'people' };

/** What was found in a sheet, which of its columns is which, and the way in. */
export function LookedThrough({ sheet, changed, again }: Props) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const { send, busy, problem } = useChange();
  const { id, kind, good, rows, rolloutId } = sheet;
  const run = () =>
    send(
      post('/imports/{id}/run', { path: { id } }).then(({ rollout }) => changed({ ...sheet, rolloutId: rollout.id })),
    );
  if (rolloutId)
    return (
      <>
        <RolloutProgress
          id={rolloutId}
          subject={t.imports.row}
          said={{ running: t.imports.running, done: t.imports.done }}
          ended={() => {
            for (const queryKey of [['departments'], ['users']]) void queries.invalidateQueries({ queryKey });
          }}
        />
        {/* What stayed outside is to be mended, and the sheet handed in again. */}
        {sheet.wrong > 0 && <Wrong sheet={sheet} />}
        {sheet.wrong > 0 && <p className="muted">{t.imports.runWrong}</p>}
        {kind === 'people' && <p className="muted">{t.imports.inviteHint}</p>}
        <div className="form-foot">
          {kind === 'people' && (
            <Link className="button primary" to="/setup?step=invitations">
              {t.imports.invite}
            </Link>
          )}
          {STEPS[kind] && (
            <Link className="button" to={`/setup?step=${STEPS[kind]}`}>
              {t.imports.toSetup}
            </Link>
          )}
          <button type="button" className="button" onClick={again}>
            {t.imports.again}
          </button>
        </div>
      </>
    );
  return (
    <>
      <p role="status">
        <b>{t.imports.found(rows, good)}</b>
      </p>
      <Columns sheet={sheet} changed={changed} />
      <Wrong sheet={sheet} />
      {problem && <Refusal problem={problem} />}
      {sheet.wrong > 0 && <p className="muted">{t.imports.runWrong}</p>}
      <div className="form-foot">
        <button type="button" className="button primary" disabled={busy || good === 0} onClick={() => void run()}>
          {t.imports.run(good)}
        </button>
        <button type="button" className="button" onClick={again}>
          {t.imports.again}
        </button>
      </div>
    </>
  );
}

function Columns({ sheet, changed }: Omit<Props, 'again'>) {
  const { t, language } = usePreferences();
  const { send, busy, problem } = useChange();
  const choose = (column: string, head: string) =>
    send(
      patch('/imports/{id}', {
        path: { id: sheet.id },
        body: { columns: { [column]: head === '' ? null : head } },
      }).then(changed),
    );
  return (
    <section>
      <h2>{t.imports.columns}</h2>
      <p className="muted">{t.imports.columnsHint}</p>
      <div className="import-columns">
        {sheet.known.map(({ column, needed }) => (
          <label key={column}>
            <span>
              {headIn(sheet.kind, column, language)} {needed && <span className="muted">{t.imports.needed}</span>}
            </span>
            <select
              value={sheet.columns[column] ?? ''}
              disabled={busy}
              onChange={(event) => void choose(column, event.target.value)}
            >
              <option value="">{t.imports.notTaken}</option>
              {sheet.heads
                .filter((head) => head !== '')
                .map((head) => (
                  <option key={head}>{head}</option>
                ))}
            </select>
          </label>
        ))}
      </div>
      {problem && <Refusal problem={problem} />}
    </section>
  );
}
