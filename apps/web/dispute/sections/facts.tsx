import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useDepartments, useMay } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Contact } from './contact.js';
import { ReadersDialog } from './readers.js';
import { Section } from './section.js';

export function Facts({ view }: { view: DisputeView }) {
  const t = useWording();
  const { repeats, closures } = view;
  const may = useMay();
  const [readers, setReaders] = useState(false);
  return (
    <Section title={t.dispute.facts}>
      <p className="narrative">{view.narrative ?? t.dispute.erased}</p>
      <dl className="facts">
        <div>
          <dt>{t.dispute.parties}</dt>
          <dd>
            <ul className="parties">
              {view.parties.map((party) => (
                <li key={party.id}>
                  <b>{party.name ?? t.dispute.erased}</b> <span className="muted">{t.partyRole[party.role]}</span>{' '}
                  <Contact dispute={view.id} party={party} field="phone" />{' '}
                  <Contact dispute={view.id} party={party} field="idNumber" />
                </li>
              ))}
              {view.parties.length === 0 && <li className="muted">{t.dispute.nobody}</li>}
            </ul>
          </dd>
        </div>
        {view.dangerSigns.length > 0 && (
          <div>
            <dt>{t.dispute.dangerSigns}</dt>
            <dd>
              {view.dangerSigns.map((each) => (
                <Tag key={each} tone="warn">
                  {t.dangerSign[each]}
                </Tag>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>{t.dispute.source}</dt>
          <dd>{t.feeder[view.source.channel as keyof typeof t.feeder] ?? view.source.channel}</dd>
        </div>
        {view.occurredAt && (
          <div>
            <dt>{t.dispute.occurredAt}</dt>
            <dd>
              <Moment at={view.occurredAt} now={view.now} />
            </dd>
          </div>
        )}
        {view.suggestion && (
          <div>
            <dt>{t.dispute.suggestion}</dt>
            <dd>
              <SuggestedDepartment view={view} />
            </dd>
          </div>
        )}
        {repeats.length > 0 && (
          <div>
            <dt>{t.dispute.repeats}</dt>
            <dd>
              {repeats
                .slice(-MOST_REPEATS)
                .map((each, n) =>
                  each === null ? <span key={n}>{t.dispute.anEarlierCase}</span> : <RepeatLink key={each} id={each} />,
                )}
            </dd>
          </div>
        )}
        {view.mediationStopAt && (
          <div>
            <dt>{t.dispute.stop}</dt>
            <dd>
              <Moment at={view.mediationStopAt} now={view.now} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t.dispute.version}</dt>
          <dd>
            <code>{view.policyVersion}</code> · <code>{view.calendarVersion}</code>
          </dd>
        </div>
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

/** The latest are enough to know that it came back. */
const MOST_REPEATS = 5;

function RepeatLink({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['dispute', id],
    queryFn: ({ signal }) => get('/disputes/{id}', { path: { id }, signal }),
  });
  return (
    <Link to={`/disputes/${id}`} className="repeat">
      {data?.number ?? id.slice(0, 8)}
    </Link>
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
