import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useMay } from '../base/session.js';
import { Moment } from '../parts/marks.js';
import { findYear } from './year-drafted.js';

export function useCalendars() {
  return useQuery({
    queryKey: ['calendars'],
    queryFn: ({ signal }) => get('/calendars', { signal }),
  });
}

/** Says to whoever publishes calendars that one has to be published, and which are drafted: from where, and the way to it. */
export function MissingYear() {
  const t = useWording();
  const may = useMay();
  const { name } = usePeople();
  const { missing, drafted = [] } = useCalendars().data ?? {};
  if (!may('policy.publish')) return null;
  return (
    <>
      {missing && !findYear({ drafted }, missing) && (
        <p className="past-line" role="status">
          {t.changing.yearMissing(missing)} <Link to={`/calendar/${missing}/edit`}>{t.changing.editYear(missing)}</Link>
        </p>
      )}
      {drafted.map(({ year, source, byRelease, draftedBy, draftedAt }) => (
        <p key={year} className="past-line" role="status" data-drafted={year}>
          <b>{t.changing.yearDrafted(year)}</b> {byRelease ? t.changing.byRelease : draftedBy && name(draftedBy)}{' '}
          {draftedAt && <Moment at={draftedAt} day />} · {t.rules.source}: {source}{' '}
          <Link className="button primary" to={`/calendar/${year}/publish`}>
            {t.changing.toPreview}
          </Link>
        </p>
      ))}
    </>
  );
}
