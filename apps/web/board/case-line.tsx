import type { ReactNode } from 'react';
import { useWording } from '../base/language.js';
import type { DisputeSummary } from '../contract.js';
import { CaseTitle } from '../parts/case-title.js';
import { Choose } from '../parts/choosing.js';
import { GradeMark } from '../parts/marks.js';
import { ActButton, type Acts } from './acts.js';
import { Urge } from './urge.js';

export function CaseLine({
  dispute,
  act,
  children,
}: {
  dispute: Pick<DisputeSummary, 'id' | 'number' | 'title' | 'grade'>;
  /** Where several can be chosen for one order. */
  act?: Acts;
  children?: ReactNode;
}) {
  return (
    <p>
      {act?.may && <Choose of={act.rows} id={dispute.id} number={dispute.number} />}
      <GradeMark grade={dispute.grade} />
      <span className="muted number">{dispute.number}</span>
      <CaseTitle dispute={dispute} />
      {children}
    </p>
  );
}

/** An offer can be pressed for an answer; a case that is offered to nobody can be given to a department by name. */
export function Levers({ act, dispute }: { act: Acts; dispute: DisputeSummary }) {
  const t = useWording();
  if (!act.may) return null;
  const mayBeNamed =
    dispute.status === 'circulating' && dispute.offeredTo.length === 0 && dispute.returnedBy.length === 0;
  return (
    <span className="row wrap">
      {mayBeNamed && (
        <ActButton
          act={act}
          number={dispute.number}
          open={{ id: dispute.id, verb: 'transfer', subject: { designated: true } }}
        >
          {t.board.designate}
        </ActButton>
      )}
      <Urge act={act} id={dispute.id} number={dispute.number} />
      <ActButton act={act} number={dispute.number} open={{ id: dispute.id, verb: 'supervise' }}>
        {t.verb.supervise}
      </ActButton>
    </span>
  );
}
