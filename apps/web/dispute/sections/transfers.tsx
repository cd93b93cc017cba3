import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Section } from './section.js';
import { askedAt } from '../../parts/asked.js';

export function Transfers({ view }: { view: DisputeView }) {
  const t = useWording();
  const { name } = useDepartments();
  if (view.transfers.length === 0) return null;
  return (
    <Section title={t.dispute.transfers}>
      <ol className="transfers">
        {view.transfers.map((each) => (
          <li key={each.id}>
            <p>
              {name(each.from)} <span aria-hidden="true">→</span> <b>{name(askedAt(each, each.offeredAt))}</b>{' '}
              {each.heldBefore && <span className="muted">{t.dispute.goesOnNow(name(each.to))}</span>}{' '}
              {each.role === 'assist' && <Tag>{t.transferRole.assist}</Tag>}{' '}
              <Tag tone={each.state === 'offered' ? 'accent' : each.state === 'accepted' ? 'accent' : 'quiet'}>
                {t.transferState[each.state]}
              </Tag>{' '}
              {each.designated && <Tag>{t.dispute.designated}</Tag>}{' '}
              {each.bySilence && <Tag tone="accent">{t.dispute.bySilence}</Tag>}{' '}
              <span className="muted">
                <Moment at={each.offeredAt} now={view.now} />
              </span>
            </p>
            {each.reason && <p className="muted">{each.reason}</p>}
            {each.return && (
              <p className="returned">
                <b>{t.returnReason[each.return.code]}</b> {each.return.text}{' '}
                <span className="muted">
                  {each.return.handBack && `${t.dispute.handBack} · `}
                  {each.return.upheld === null
                    ? t.dispute.returnOpen
                    : each.return.upheld
                      ? t.dispute.returnUpheld
                      : t.dispute.returnNotUpheld}
                  {each.return.suggestedDepartment &&
                    ` · ${t.dispute.suggested} ${name(each.return.suggestedDepartment)}`}
                </span>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
