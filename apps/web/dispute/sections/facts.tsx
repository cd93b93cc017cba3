import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { usePreferences } from '../../base/language.js';
import { useDepartments, useMay } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Contact } from './contact.js';
import { ReadersDialog } from './readers.js';
import { RulesOf } from './rules.js';
import { Section } from './section.js';
import type { Open } from './next-step.js';

export function Facts({ view, open }: { view: DisputeView; open?: (open: Open) => void }) {
  const { t, language } = usePreferences();
  const { closures } = view;
  const may = useMay();
  const { name } = useDepartments();
  const [readers, setReaders] = useState(false);
  return (
    <Section title={t.dispute.facts}>
      <p className="narrative">{view.narrative ?? t.dispute.erased}</p>
      {open && view.can.includes('correct') && (
        <button type="button" className="link" onClick={() => open({ verb: 'correct' })}>
          {t.verb.correct}
        </button>
      )}
      <dl className="facts">
        <Fact term={t.dispute.parties}>
          <ul className="parties">
            {view.parties.map((party) => (
              <li key={party.id}>
                <b>{party.name ?? t.dispute.erased}</b> <span className="muted">{t.partyRole[party.role]}</span>{' '}
                <Contact dispute={view.id} party={party} field="phone" />{' '}
                <Contact dispute={view.id} party={party} field="idNumber" />{' '}
                {party.address && <span className="muted">{party.address}</span>}{' '}
                {view.mergedFrom
                  .filter((each) => each.parties.includes(party.id))
                  .map((each) => (
                    <Tag key={each.number} tone="quiet">
                      {t.dispute.cameFrom(each.number)}
                    </Tag>
                  ))}
              </li>
            ))}
            {view.parties.length === 0 && <li className="muted">{t.dispute.nobody}</li>}
          </ul>
        </Fact>
        {view.people !== null && <Fact term={t.desk.people}>{view.people.toLocaleString(language)}</Fact>}
        {view.amount !== null && <Fact term={t.desk.amount}>{view.amount.toLocaleString(language)}</Fact>}
        {view.dangerSigns.length > 0 && (
          <Fact term={t.dispute.dangerSigns}>
            {view.dangerSigns.map((each) => (
              <Tag key={each} tone="warn">
                {t.dangerSign[each]}
              </Tag>
            ))}
          </Fact>
        )}
        <Fact term={t.dispute.source}>
          {t.feeder[view.source.channel as keyof typeof t.feeder] ?? view.source.channel}
          {view.source.reference && ` · ${view.source.reference}`}
        </Fact>
        {view.externalNumber && (
          <Fact term={t.dispute.externalNumber}>
            {view.externalNumber}
            {view.adopted && (
              <>
                {' '}
                · {t.dispute.adopted(name(view.adopted.from))} <Moment at={view.adopted.at} now={view.now} />
              </>
            )}
          </Fact>
        )}
        {view.occurredAt && (
          <Fact term={t.dispute.occurredAt}>
            <Moment at={view.occurredAt} now={view.now} />
          </Fact>
        )}
        {view.suggestion && (
          <Fact term={t.dispute.suggestion}>
            <SuggestedDepartment view={view} />
          </Fact>
        )}
        {view.mediationStopAt && (
          <Fact term={t.dispute.stop}>
            <Moment at={view.mediationStopAt} now={view.now} />
          </Fact>
        )}
        <Fact term={t.dispute.version}>
          <RulesOf view={view} />
        </Fact>
      </dl>
      <button type="button" className="link" onClick={() => setReaders(true)}>
        {t.privacy.readers}
      </button>
      {may('record.read') && (
        <Link to={`/record?disputeId=${view.id}`} className="link">
          {t.record.ofCase}
        </Link>
      )}
      {readers && <ReadersDialog id={view.id} close={() => setReaders(false)} />}
      {closures.length > 0 && (
        <p className="muted">
          {t.dispute.closures}:{' '}
          {closures.map((each) => (
            <span key={each.resolvedAt}>
              {t.outcome[each.outcome]} <Moment at={each.resolvedAt} now={view.now} />{' '}
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SuggestedDepartment({ view }: { view: DisputeView }) {
  const { name } = useDepartments();
  return (
    <>
      <b>{name(view.suggestion!.departmentId)}</b> <span className="muted">{view.suggestion!.reason}</span>
    </>
  );
}
