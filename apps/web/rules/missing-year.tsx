import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useMay } from '../base/session.js';

export function useCalendars() {
  return useQuery({
    queryKey: ['calendars'],
    queryFn: ({ signal }) => get('/calendars', { signal }),
  });
}

/** Says to whoever publishes calendars that one has to be published. */
export function MissingYear() {
  const t = useWording();
  const may = useMay();
  const year = useCalendars().data?.missing;
  if (!year || !may('policy.publish')) return null;
  return (
    <p className="past-line" role="status">
      {t.changing.yearMissing(year)} <Link to={`/calendar/${year}/edit`}>{t.changing.editYear(year)}</Link>
    </p>
  );
}
