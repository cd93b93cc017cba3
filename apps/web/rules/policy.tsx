import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Limit } from '#domain/time/limit.js';
import type { Complexity, Grade } from '#domain/words.js';
import { get } from '../base/api.js';
import type { Examples, Policy as PolicyView, PolicyDocument, Rung } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { TableHead } from '../parts/lists.js';
import { GradeMark, Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useDepartments } from '../base/session.js';
import type { Wording } from '../words/zh.js';

const GRADES: Grade[] = ['blue', 'yellow', 'red'];
const COMPLEXITIES: Complexity[] = ['simple', 'ordinary', 'complex'];

/** Stages in the order of a case's life, in which the words stand; a stored document keeps no order of its own. */
function inOrder<T>(byKind: Record<string, T>, t: Wording): [string, T][] {
  const place = (kind: string) => Object.keys(t.kind).indexOf(kind === 'return-window' ? 'decide-return' : kind);
  return Object.entries(byKind).sort(([a], [b]) => place(a) - place(b));
}

/** The rules as people check them: every number with the date that it comes to if its stage began now. */
export default function Policy() {
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  const version = policy.data?.version;
  const examples = useQuery({
    queryKey: ['policy', version, 'examples'],
    queryFn: ({ signal }) => get('/policies/{version}/examples', { path: { version: version! }, signal }),
    enabled: version !== undefined,
  });
  const failed = policy.error ?? examples.error;
  if (failed) return <Failed error={failed} retry={() => void policy.refetch()} />;
  if (!policy.data || !examples.data) return <Skeleton rows={10} />;
  return <Document envelope={policy.data} examples={examples.data} />;
}

function Document({ envelope, examples }: { envelope: PolicyView; examples: Examples }) {
  const t = useWording();
  const { document, version, publishedAt } = envelope;
  const known = new Map(examples.items.map((each) => [each.path, each]));
  const cell = (path: string, limit: Limit | null | undefined) => (
    <td key={path} data-label={gradeIn(path, t)}>
      {limit ? (
        <>
          {t.limit(limit)} <Until example={known.get(path)} />
        </>
      ) : (
        <span className="muted">{t.rules.none}</span>
      )}
    </td>
  );
  const byGrade = (label: string, row: (grade: Grade) => ReactNode) => (
    <tr key={label}>
      <th scope="row">{label}</th>
      {GRADES.map((grade) => (
        <td key={grade} data-label={t.grade[grade]}>
          {row(grade)}
        </td>
      ))}
    </tr>
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.policy}</h1>
        <p className="muted">
          {document.title} · {t.dispute.version} <code>{version}</code>
          {publishedAt && (
            <>
              {' '}
              · {t.rules.published} <Moment at={publishedAt} />
            </>
          )}
        </p>
      </header>
      <p>
        {t.rules.hint} <Moment at={examples.at} />
      </p>
      <Table title={t.rules.limits}>
        {inOrder(document.limits, t).map(([kind, row]) => (
          <tr key={kind}>
            <th scope="row">{kind === 'return-window' ? t.rules.returnWindow : t.kind[kind as keyof typeof t.kind]}</th>
            {GRADES.map((grade) => cell(`limits.${kind}.${grade}`, row[grade]))}
          </tr>
        ))}
        {COMPLEXITIES.map((each) => (
          <tr key={each}>
            <th scope="row">
              {t.kind.handle} · {t.complexity[each]}
            </th>
            {GRADES.map((grade) => cell(`handle.${grade}.${each}`, document.handle[grade][each]))}
          </tr>
        ))}
      </Table>
      <Table title={t.nav.visits}>
        {Array.from({ length: Math.max(...GRADES.map((grade) => document.visits[grade].length)) }, (_, n) =>
          byGrade(t.rules.visit(n + 1), (grade) => {
            const visit = document.visits[grade][n];
            if (!visit) return <span className="muted">–</span>;
            return (
              <>
                {t.limit(visit.after)} · {t.visitMode[visit.mode]} · {t.rules.tolerance(t.limit(visit.tolerance))}{' '}
                <Until example={known.get(`visits.${grade}.${n}`)} />
              </>
            );
          }),
        )}
      </Table>
      <Table title={t.rules.bounds}>
        {byGrade(t.rules.returns, (grade) => {
          const { perDepartment, perDispute } = document.returns[grade];
          return t.rules.returnsAtMost(perDepartment, perDispute);
        })}
        {byGrade(t.rules.extension, (grade) => {
          const { by, times, approver } = document.extensions[grade];
          return t.rules.extensionBy(t.limit(by), times, t.post[approver]);
        })}
        {byGrade(t.rules.relapse, (grade) => (
          <GradeMark grade={document.relapse[grade]} />
        ))}
      </Table>
      <Others document={document} />
      <Ladders document={document} />
      <section className="section">
        <h2>{t.rules.statutory}</h2>
        {Object.entries(document.statutory).map(([track, steps]) => (
          <div key={track} className="ladder">
            <h3>{t.track[track as keyof typeof t.track]}</h3>
            {steps.map(({ step, limit, extension }) => (
              <span key={step} className="rule-step">
                {t.trackStep[step] ?? step} {t.limit(limit)}
                {extension && ` + ${t.rules.extensionBy(t.limit(extension), 1, t.post.head)}`}{' '}
                <Until example={known.get(`statutory.${track}.${step}`)} />
              </span>
            ))}
          </div>
        ))}
      </section>
      <Routing document={document} />
    </div>
  );
}

const gradeIn = (path: string, t: Wording) => {
  const grade = GRADES.find((each) => path.includes(`.${each}`));
  return grade && t.grade[grade];
};

function Until({ example }: { example: Examples['items'][number] | undefined }) {
  const t = useWording();
  if (!example) return null;
  return (
    <span className={example.provisional ? 'rule-until provisional' : 'rule-until'}>
      → <Moment at={example.dueAt} /> {example.provisional && t.time.provisional}
    </span>
  );
}

function Table({ title, children }: { title: string; children: ReactNode }) {
  const t = useWording();
  return (
    <section className="section">
      <h2>{title}</h2>
      <table className="table cards rule-table">
        <TableHead titles={[t.rules.stage, ...GRADES.map((grade) => <GradeMark key={grade} grade={grade} />)]} />
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function Others({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { name } = useDepartments();
  const { mediationStop, repeat, reopen, unreachable, reportedLate, leg, workingTime, mediators, suspension } =
    document;
  const { listed: list } = usePreferences();
  const rows: [string, string][] = [
    [
      t.rules.mediationStop,
      `${t.limit(mediationStop.limit)} · ${mediationStop.withConsent ? t.rules.withConsent : t.rules.withoutConsent}`,
    ],
    [t.rules.mediators, list(mediators.map(name))],
    [t.rules.repeat, t.rules.repeatWithin(t.limit(repeat.within), t.grade[repeat.second], t.grade[repeat.third])],
    [t.rules.reopen, t.limit(reopen.within)],
    [t.rules.unreachable, t.rules.tries(unreachable.tries)],
    [t.rules.reportedLate, t.limit(reportedLate)],
    [t.rules.leg, t.rules.legRest(Math.round(leg.restAtLeast * 100), leg.total)],
    [t.rules.suspension, list(suspension.by.map((role) => t.role[role]))],
    [t.rules.workingTime, list(workingTime.hours.map(([from, to]) => `${from}–${to}`))],
  ];
  return (
    <section className="section">
      <h2>{t.rules.others}</h2>
      <dl className="facts">
        {rows.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Ladders({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { listed: list } = usePreferences();
  const moment = ({ at }: Rung): string => {
    if ('percent' in at) return at.percent === 100 ? t.rules.atDue : t.rules.atPercent(at.percent);
    if ('before' in at) return t.rules.before(t.limit(at.before));
    if ('after' in at) return t.rules.after(t.limit(at.after));
    return at.on === 'eve' ? t.rules.eve : t.rules.morning;
  };
  return (
    <section className="section">
      <h2>{t.rules.ladders}</h2>
      {inOrder(document.ladders, t).map(([kind, rungs]) => (
        <div key={kind} className="ladder">
          <h3>{kind === 'default' ? t.rules.otherKinds : t.kind[kind as keyof typeof t.kind]}</h3>
          <ol>
            {rungs.map((rung, n) => (
              <li key={n}>
                {moment(rung)} <b>{t.rung[rung.do]}</b> {list(rung.to.map((post) => t.post[post]))}{' '}
                {rung.grades?.map((grade) => (
                  <GradeMark key={grade} grade={grade} />
                ))}{' '}
                {rung.when && <Tag tone="quiet">{t.rungWhen[rung.when]}</Tag>}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function Routing({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { name } = useDepartments();
  return (
    <section className="section">
      <h2>{t.rules.routing}</h2>
      <table className="table cards">
        <TableHead titles={[t.rules.category, t.rules.to, t.rules.because]} />
        <tbody>
          {document.routing.map((rule, n) => (
            <tr key={n}>
              <th scope="row">
                {t.category[rule.category]} {rule.dangerSign && <Tag tone="warn">{t.dangerSign[rule.dangerSign]}</Tag>}{' '}
                {rule.village && name(rule.village)}
              </th>
              <td data-label={t.rules.to}>{[rule.to, ...(rule.assist ?? [])].map(name).join(' + ')}</td>
              <td data-label={t.rules.because}>{rule.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
