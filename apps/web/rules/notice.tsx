import { useState } from 'react';
import { textOf } from '#lexicon/file-text.js';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { CalendarYear, ReadYear } from '../contract.js';
import { TextField } from '../parts/fields/text-fields.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';

/** The text of the notice, pasted: what was understood of it fills the year, and what was not is quoted. */
export function Notice({ year, read }: { year: CalendarYear; read: (document: CalendarYear) => void }) {
  const t = useWording();
  // Of a year that nothing is known of it is the shorter way.
  const [open, setOpen] = useState(year.holidays.length === 0);
  const [text, setText] = useState('');
  const [found, setFound] = useState<ReadYear | null>(null);
  const [unread, setUnread] = useState(false);
  const { send, busy, problem } = useChange();
  const path = { region: year.region, year: year.year };
  const parse = () =>
    send(
      post('/calendars/{region}/{year}/parse', { path, body: { text } }).then((answer) => {
        setFound(answer);
        const { holidays, makeUpDays } = answer.document;
        // What is not understood at all changes nothing.
        if (holidays.length + makeUpDays.length > 0) read(answer.document);
      }),
    );
  const take = async (file: File | undefined) => {
    if (!file) return;
    const said = textOf(new Uint8Array(await file.arrayBuffer()));
    setUnread(said === null);
    if (said !== null) setText(said);
  };
  return (
    <details className="section stack" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <b>{t.changing.notice}</b>
      </summary>
      <TextField
        label={t.changing.noticeText}
        hint={t.changing.noticeHint}
        value={text}
        change={(typed) => {
          setUnread(false);
          setText(typed);
        }}
        rows={6}
        placeholder="一、元旦：1月1日（周五）至3日（周日）放假，共3天。……"
      />
      <label className="field-inline">
        {t.changing.noticeFile}{' '}
        <input
          type="file"
          accept=".ics,.csv,.txt,text/calendar,text/csv,text/plain"
          onChange={({ target }) => void take(target.files?.[0])}
        />
      </label>
      {unread && (
        <p className="field-error" role="alert">
          {t.changing.noticeUnread}
        </p>
      )}
      {problem && <Refusal problem={problem} />}
      <div className="form-foot">
        <button type="button" className="button" disabled={busy || text.trim() === ''} onClick={() => void parse()}>
          {t.changing.readNotice}
        </button>
      </div>
      {found && (
        <div role="status">
          <p>{t.changing.noticeRead(found.document.holidays.length, found.document.makeUpDays.length)}</p>
          {found.problems.length > 0 && (
            <>
              <p className="field-error">{t.changing.notUnderstood}</p>
              <ul>
                {found.problems.map(({ code, said }, n) => (
                  <li key={n} data-code={code}>
                    {t.changing.noticeProblem[code]} <q>{said}</q>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </details>
  );
}
