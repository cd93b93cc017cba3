import { useLocation } from 'react-router';
import { entryWord } from '#lexicon/entries.js';
import { useWording } from '../../../base/language.js';
import { usePeople } from '../../../base/people.js';
import { useDepartments } from '../../../base/session.js';
import type { DisputeView, TimelineEntry } from '../../../contract.js';
import { Moment } from '../../../parts/marks.js';
import { Details } from './details.js';
import { isNoted } from './groups.js';
import { WasAndIs } from './was-and-is.js';

export function Entry({
  entry,
  view,
  entries,
}: {
  entry: TimelineEntry;
  view: DisputeView;
  /** The whole record. */
  entries: readonly TimelineEntry[];
}) {
  const t = useWording();
  const { name } = useDepartments();
  const people = usePeople();
  const { hash } = useLocation();
  const { actor } = entry;
  const who =
    actor.kind === 'person' ? people.name(actor.userId) : actor.kind === 'clock' ? t.dispute.clock : t.dispute.system;
  const anchor = `e${entry.seq}`;
  return (
    <li
      id={anchor}
      className={`entry ${isNoted(entry) ? 'entry-noted' : ''} ${hash === `#${anchor}` ? 'entry-chosen' : ''} entry-${entry.type}`}
    >
      <p>
        <b>{entryWord(entry, entries, t)}</b>{' '}
        <Details entry={entry} view={view} entries={entries} name={name} people={people.name} />
      </p>
      {entry.type === 'DisputeCorrected' && entry.changed && <WasAndIs changed={entry.changed} />}
      <Said entry={entry} />
      <p className="muted entry-foot">
        <a href={`#${anchor}`} title={t.dispute.permalink}>
          <Moment at={entry.at} now={view.now} />
        </a>{' '}
        · {who}
        {actor.kind === 'person' && ` · ${name(actor.departmentId)}`}
      </p>
    </li>
  );
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What people typed, whatever the event. */
function Said({ entry }: { entry: TimelineEntry }) {
  const text = 'text' in entry && entry.text;
  if (!text || entry.type === 'DisputeRegistered') return null;
  // What a correction says anew stands beside what it was.
  const said = entry.type === 'DisputeCorrected' ? { reason: entry.text?.reason } : text;
  const all = Object.values(said as Record<string, unknown>)
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isText);
  if (all.length === 0) return null;
  return (
    <div className="entry-said">
      {all.map((each, n) => (
        <p key={n}>{each}</p>
      ))}
    </div>
  );
}
