import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Role } from '#domain/words.js';
import { ROLE_WORDS } from '#lexicon/typed.js';
import { post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useStaff } from '../base/people.js';
import { useDepartments, useUser } from '../base/session.js';
import { LinesForm } from './lines-form.js';
import { useSetup, type StepProps } from './step.js';
import { useLines } from './use-lines.js';

const SAMPLE = '周敏\tzhoumin\t石桥派出所\t流转台\n陈明\tchenming\t石桥司法所\t承办人、部门负责人';

/** People, typed or pasted, and those that are there. */
export function PeopleStep({ next }: StepProps) {
  const { t, listed } = usePreferences();
  const user = useUser();
  const queries = useQueryClient();
  const { all: departments, name: nameOf } = useDepartments();
  const people = useStaff().filter((each) => each.id !== user.id);
  const departmentOf = (word: string): string => {
    const found = departments.find((each) => [each.id, each.name, each.nameEn].includes(word));
    if (!found) throw new RangeError(t.setup.unknownDepartment(word));
    return found.id;
  };
  const roleOf = (word: string): Role => {
    const asked = word.toLowerCase();
    const found = [...ROLE_WORDS].find(([role, words]) =>
      [role, ...words].some((each) => each.toLowerCase() === asked),
    );
    if (!found) throw new RangeError(t.setup.unknownRole(word, listed(Object.values(t.role))));
    return found[0];
  };
  const { data: setup } = useSetup();
  // No user name is as the words that stand there for one: whoever leaves them is told.
  const posts = (setup?.posts ?? []).map(({ departmentId, roles }) =>
    [t.people.fullName, t.people.username, nameOf(departmentId), listed(roles.map((role) => t.role[role]))].join('\t'),
  );
  const lines = useLines(async ([name = '', username = '', department = '', ...words]) => {
    const roles = words.flatMap((each) => each.split(/[、;；/ ]+/)).filter((each) => each !== '');
    await post('/users', {
      body: {
        name,
        username: username.toLowerCase(),
        departmentId: departmentOf(department),
        roles: roles.map(roleOf),
        // That step comes later, and no link is made that nobody looks at.
        invite: false,
      },
    });
  });
  return (
    <>
      <ul className="desk-list">
        {people.map((each) => (
          <li key={each.id}>
            <span>
              {each.name}{' '}
              <span className="muted">
                {nameOf(each.departmentId)} · {each.roles.map((role) => t.role[role]).join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/imports?kind=people">{t.setup.fromSheet}</Link>
      </p>
      <LinesForm
        label={t.setup.peoplePaste}
        hint={t.setup.peopleHint}
        placeholder={SAMPLE}
        begins={{ title: t.setup.peopleSample, lines: posts }}
        lines={lines}
        taken={() => queries.invalidateQueries({ queryKey: ['users'] })}
        done={next}
      />
    </>
  );
}
