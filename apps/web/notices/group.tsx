import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { post } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { isRehearsing } from '../base/rehearsing.js';
import { useMay, useZone } from '../base/session.js';
import { dayText } from '../base/time.js';
import type { Notice } from '../contract.js';
import { GradeMark, Moment } from '../parts/marks.js';
import type { NoticeGroup } from './groups.js';

/** Marks notices as read; what is read already is not sent. */
export function useRead(): (notices: readonly Notice[]) => Promise<void> {
  const queries = useQueryClient();
  return async (notices) => {
    // What is rehearsed was told to nobody: it waits until it is done.
    const unread = isRehearsing() ? [] : notices.filter((each) => each.readAt === null);
    if (unread.length === 0) return;
    await Promise.all(unread.map((each) => post('/notices/{id}/read', { path: { id: each.id } })));
    await queries.invalidateQueries({ queryKey: ['notices'] });
  };
}

/** Where one click does what it asks for: the form itself where there is one. */
function useWhereTo(): (notice: Notice) => string {
  const may = useMay();
  return ({ kind, disputeId, rolloutId, verb, owed }) => {
    if (!disputeId && rolloutId) return kind === 'late-moved' && may('board.see') ? '/board' : '/inbox';
    if (!disputeId) return may('item.triage') ? '/items' : '/tell';
    return `/disputes/${disputeId}${verb && owed ? `?do=${verb}&for=${encodeURIComponent(owed.id)}` : ''}`;
  };
}

/** What was told of one case on one day: sentences, the newest first, and the act that the newest asks for. */
export function Told({ group, left }: { group: NoticeGroup; left?: () => void }) {
  const t = useWording();
  const read = useRead();
  const addressOf = useWhereTo();
  const { notices } = group;
  const follow = () => {
    void read(notices);
    left?.();
  };
  const asks = notices.find((each) => each.verb !== null);
  return (
    <div className="told">
      {notices[0]!.grade && <GradeMark grade={notices[0]!.grade} />}
      <ul className="told-lines">
        {notices.map((each) => (
          <li key={each.id} className={each.readAt ? 'notice notice-old' : 'notice notice-new'}>
            <span>
              <Link to={addressOf(each)} onClick={follow}>
                {each.sentence}
              </Link>
              {each.readAt === null && <span className="visually-hidden"> ({t.notices.unread})</span>}
            </span>
            <span className="muted">
              <Moment at={each.at} />
            </span>
          </li>
        ))}
      </ul>
      {asks?.verb && (
        <Link className="button" to={addressOf(asks)} onClick={follow}>
          {t.verb[asks.verb]}
          <span className="visually-hidden"> {asks.number}</span>
        </Link>
      )}
    </div>
  );
}

export function Day({ group }: { group: NoticeGroup }) {
  const { language } = usePreferences();
  const zone = useZone();
  return group.begins && <h2 className="told-day">{dayText(group.notices[0]!.at, zone, language)}</h2>;
}
