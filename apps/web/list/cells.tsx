import type { DisputeList } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import { CaseTitle } from '../parts/case-title.js';
import { GradeMark, LateMark, Moment, StatusMark, Tag } from '../parts/marks.js';
import { ChooseOlder, type Movable } from './move-cases.js';

/** What a row of the list says of a dispute. */
export function Cells({ dispute, movable }: { dispute: DisputeList['items'][number]; movable: Movable }) {
  const t = useWording();
  const { listed } = usePreferences();
  const departments = useDepartments();
  return (
    <>
      <td className="number inline">
        <ChooseOlder movable={movable} dispute={dispute} />
        {dispute.number}
      </td>
      <td className="inline">
        <GradeMark grade={dispute.grade} />
      </td>
      <th scope="row">
        <CaseTitle dispute={dispute} />
        <br />
        <span className="muted">
          {t.category[dispute.category]} · {departments.name(dispute.place.village)}
        </span>
        {movable.isOlder(dispute) && (
          <>
            {' '}
            <Tag tone="quiet">{t.changing.older(dispute.policyVersion)}</Tag>
          </>
        )}
      </th>
      <td className="inline">
        <StatusMark status={dispute.status} />
      </td>
      <td className="inline">
        {departments.name(dispute.holder)}
        {dispute.offeredTo.length > 0 && (
          <span className="muted"> → {listed(dispute.offeredTo.map(departments.name))}</span>
        )}
      </td>
      <td className="end" data-label={t.list.entered}>
        <Moment at={dispute.createdAt} now={dispute.now} day />
      </td>
      <td className="end" data-label={dispute.nextDueAt ? t.list.due : ''}>
        {dispute.late > 0 && <LateMark>{t.list.lateCount(dispute.late)}</LateMark>}{' '}
        {dispute.nextDueAt ? <Moment at={dispute.nextDueAt} now={dispute.now} /> : <span className="muted">–</span>}
      </td>
    </>
  );
}
