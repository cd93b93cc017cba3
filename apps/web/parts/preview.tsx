import { useState, type ReactNode } from 'react';
import { usePreferences, useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Preview } from '../contract.js';
import { TableHead } from './lists.js';
import { LateMark, Moment, Tag } from './marks.js';
import { useSorted } from './sorting.js';
import { useSheetAddress } from './take-away.js';

type Row = Preview['rows'][number];

/** So many rows are drawn at once; the sheet has all of them. */
const DRAWN = 100;

/**
 * What would move, before it moves: how much by whom and of what, and each date.
 *
 * @param sheet the file of it, all of it
 * @param children what is done with it: before the rows, of which there may be many
 */
export function PreviewOf({ preview, sheet, children }: { preview: Preview; sheet?: string; children?: ReactNode }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const address = useSheetAddress();
  const { total, late, shorter, byDepartment, byKind, kept, rows } = preview;
  if (total === 0 && kept.length === 0)
    return (
      <>
        <p role="status">{t.changing.nothingMoves}</p>
        {children}
      </>
    );
  return (
    <>
      <p role="status" className="rule-totals">
        <b>{t.changing.moves(total)}</b> {late > 0 && <LateMark>{t.changing.lateAtOnce(late)}</LateMark>}{' '}
        {shorter > 0 && <Tag tone="warn">{t.changing.earlier(shorter)}</Tag>}{' '}
        {sheet && (
          <a className="button" href={address(sheet)} download>
            {t.list.export}
          </a>
        )}
      </p>
      {kept.length > 0 && (
        <details className="rule-kept">
          <summary>{t.changing.kept(kept.length)}</summary>
          <p>{listed(kept.map(({ number }) => number))}</p>
        </details>
      )}
      <div className="columns">
        <Sums title={t.changing.byDepartment} sums={byDepartment} word={name} />
        <Sums title={t.changing.byKind} sums={byKind} word={(kind) => t.kind[kind as keyof typeof t.kind] ?? kind} />
      </div>
      {children}
      {total > 0 && <Rows rows={rows} total={total} />}
    </>
  );
}

function Sums({ title, sums, word }: { title: string; sums: Preview['byKind']; word: (of: string) => string }) {
  const t = useWording();
  const { sorted, sorting } = useSorted(sums, {
    [t.changing.moved]: (each) => each.moved,
    [t.changing.lateShort]: (each) => each.late,
  });
  return (
    <section className="section">
      <h2>{title}</h2>
      <table className="table compact">
        <TableHead titles={['']} numbers={[t.changing.moved, t.changing.lateShort]} sorting={sorting} />
        <tbody>
          {sorted.map(({ of, moved, late }) => (
            <tr key={of}>
              <th scope="row">{word(of)}</th>
              <td className="end">{moved}</td>
              <td className="end">{late > 0 ? <LateMark>{late}</LateMark> : 0}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Rows({ rows, total }: { rows: Row[]; total: number }) {
  const t = useWording();
  const { name } = useDepartments();
  const [drawn, setDrawn] = useState(DRAWN);
  const titles = {
    late: t.changing.what,
    number: t.changing.case,
    departmentId: t.board.department,
    kind: t.changing.owed,
    from: t.changing.from,
    to: t.changing.to,
  };
  const { sorted, sorting } = useSorted(rows, {
    [titles.late]: (row) => (row.late ? 2 : row.to < row.from ? 1 : 0),
    [titles.number]: (row) => row.number,
    [titles.departmentId]: (row) => name(row.departmentId),
    [titles.kind]: (row) => t.kind[row.kind],
    [titles.from]: (row) => row.from,
    [titles.to]: (row) => row.to,
  });
  return (
    <section className="section">
      <h2>{t.changing.each}</h2>
      {rows.length < total && <p className="muted">{t.changing.firstOf(rows.length, total)}</p>}
      <table className="table cards rule-preview">
        <TableHead titles={Object.values(titles)} sorting={sorting} />
        <tbody>
          {sorted.slice(0, drawn).map((row) => (
            <tr key={row.obligationId} data-late={row.late}>
              <td data-label={titles.late}>
                {row.late ? (
                  <LateMark>{t.changing.lateShort}</LateMark>
                ) : row.to < row.from ? (
                  <Tag tone="warn">{t.changing.earlierShort}</Tag>
                ) : (
                  <Tag tone="quiet">{t.changing.laterShort}</Tag>
                )}{' '}
                {row.provisional && <span className="muted">{t.changing.wasProvisional}</span>}
              </td>
              <th scope="row">{row.number}</th>
              <td data-label={titles.departmentId}>{name(row.departmentId)}</td>
              <td data-label={titles.kind}>
                {t.kind[row.kind]} {row.n ?? ''}
              </td>
              <td data-label={titles.from}>
                <Moment at={row.from} />
              </td>
              <td data-label={titles.to}>
                <Moment at={row.to} /> {row.provisionalThen && <span className="muted">{t.time.provisional}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {drawn < sorted.length && (
        <p className="form-foot">
          <button type="button" className="button" onClick={() => setDrawn(drawn + DRAWN)}>
            {t.state.more}
          </button>
        </p>
      )}
    </section>
  );
}
