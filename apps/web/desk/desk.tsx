import { useState } from 'react';
import { Link } from 'react-router';
import { queryOf } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Verb, Work } from '../contract.js';
import { LateMark, Moment, Tag } from '../parts/marks.js';
import { OnPaper } from '../parts/on-paper.js';
import { Failed, Skeleton } from '../parts/states.js';
import { TourInvitation } from '../tour/tour.js';
import type { Subject } from '../verbs/field.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { Column, Line } from './columns.js';
import { Drafts } from './drafts.js';
import { CIRCULATING, REPEATED, useDesk } from './use-desk.js';

type Open = { id: string; verb: Verb; subject?: Subject } | null;

/** What the desk moves on: to grade, to dispatch, offers without an answer, returns to decide. */
export default function Desk() {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const [open, setOpen] = useState<Open>(null);
  const { work, circulating, repeated, of, unanswered } = useDesk();

  const lines = (kind: Work['obligation']['kind'], verb: Verb) =>
    of(kind).map(({ dispute, obligation, remaining, state }) => (
      <Line
        key={obligation.id}
        dispute={dispute}
        act={{
          word: t.verb[verb],
          begin: () =>
            setOpen({
              id: dispute.id,
              verb,
              ...(obligation.subjectId !== undefined && { subject: { subjectId: obligation.subjectId } }),
            }),
        }}
      >
        <Tag>{t.category[dispute.category]}</Tag>
        {state === 'late' ? <LateMark>{remaining.text}</LateMark> : <span className="left">{remaining.text}</span>}
      </Line>
    ));

  const allAt = (address: string) => <Link to={address}>{t.desk.all}</Link>;

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.desk.title}</h1>
        <Link className="button primary" to="/desk/new">
          {t.desk.new}
        </Link>
      </header>
      <OnPaper />
      <TourInvitation />
      <Drafts />
      {work.isPending ? (
        <Skeleton />
      ) : !work.data ? (
        <Failed error={work.error} retry={() => void work.refetch()} />
      ) : (
        <>
          {(work.isError || circulating.isError) && <p className="stale">{t.state.stale}</p>}
          <div className="desk-columns">
            <Column title={t.desk.returns} more={work.data.next && allAt('/inbox?tab=approve')}>
              {lines('decide-return', 'decide-return')}
            </Column>
            <Column title={t.desk.toDispatch} more={work.data.next && allAt('/inbox?tab=work')}>
              {lines('dispatch', 'transfer')}
            </Column>
            <Column title={t.desk.toGrade} more={work.data.next && allAt('/inbox?tab=work')}>
              {lines('grade', 'grade')}
            </Column>
            <Column
              title={t.desk.unanswered}
              asked={circulating}
              more={circulating.data?.next && allAt(`/disputes${queryOf(CIRCULATING)}`)}
            >
              {unanswered.map((each) => (
                <Line
                  key={each.id}
                  dispute={each}
                  act={{ word: t.desk.recall, begin: () => setOpen({ id: each.id, verb: 'recall' }) }}
                >
                  <span className="muted">→ {listed(each.offeredTo.map(name))}</span>
                  {each.late > 0 && <LateMark>{t.list.lateCount(each.late)}</LateMark>}
                  {each.nextDueAt && <Moment at={each.nextDueAt} now={each.now} />}
                </Line>
              ))}
            </Column>
            <Column
              title={t.desk.repeated}
              asked={repeated}
              more={repeated.data?.next && allAt(`/disputes${queryOf(REPEATED)}`)}
            >
              {(repeated.data?.items ?? []).map((each) => (
                <Line key={each.id} dispute={each}>
                  <Tag tone="warn">{t.desk.times(each.repeats.length + 1)}</Tag>
                  <span className="muted">{name(each.holder)}</span>
                </Line>
              ))}
            </Column>
          </div>
        </>
      )}
      {open && (
        <VerbDialog
          id={open.id}
          verb={open.verb}
          {...(open.subject && { subject: open.subject })}
          close={() => setOpen(null)}
        />
      )}
    </div>
  );
}
