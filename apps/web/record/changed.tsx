import { usePreferences } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useDepartments } from '../base/session.js';
import type { AuditEntry } from '../contract.js';
import { Moment, Tag } from '../parts/marks.js';
import { membersOf, type Change } from './members.js';

/** Whom or what an entry of the access log was about, and what became of which of its members. */
export function Changed({ data }: { data: AuditEntry['data'] }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const people = usePeople();
  const { userId, departmentId, askedBy, version, year, region, expiresAt } = data;
  const said = ({ member, value }: { member: Change['member']; value: unknown }) => {
    const words = Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value];
    const told = words.map((each) => {
      if (typeof each === 'boolean') return each ? t.yes : t.no;
      if (typeof each !== 'string') return t.record.own;
      // How somebody is reached stands nowhere in the log, neither as it was.
      if (member === 'contact') return t.record.contactChanged;
      if (member === 'roles' || member === 'pending') return t.role[each as keyof typeof t.role] ?? each;
      if (member === 'departmentId' || member === 'parentId' || member === 'successorId') return name(each);
      if (member === 'deputyId') return people.name(each);
      return member === 'awayUntil' ? <Moment key={each} at={each} /> : each;
    });
    if (told.length === 0) return t.record.nothing;
    return told.every((each) => typeof each === 'string') ? listed(told) : told;
  };
  const { state, changes } = membersOf(data);
  const about = [
    ...(typeof userId === 'string' ? [people.name(userId)] : []),
    ...(typeof departmentId === 'string' ? [name(departmentId)] : []),
    ...(typeof year === 'number' ? [String(year)] : []),
    ...(typeof region === 'string' && year === undefined ? [region] : []),
  ];
  return (
    <>
      {about.length > 0 && <b>{listed(about)}</b>} {typeof version === 'string' && <code>{version}</code>}{' '}
      {state && <Tag tone={state === 'gone' ? 'warn' : 'quiet'}>{t.record.states[state]}</Tag>}
      {typeof expiresAt === 'string' && (
        <span className="muted">
          {t.people.invitedUntil} <Moment at={expiresAt} />
        </span>
      )}
      {changes.map(({ member, before, after }) => (
        <span key={member} className="entry-date">
          {t.record.members[member]}{' '}
          {state === null && member !== 'contact' && (
            <>
              <span className="muted">{said({ member, value: before })}</span> <span aria-hidden="true">→</span>{' '}
            </>
          )}
          {said({ member, value: after })}{' '}
        </span>
      ))}
      {typeof askedBy === 'string' && <span className="muted">{t.record.askedBy(people.name(askedBy))}</span>}
    </>
  );
}
