import { useEffect, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useAddress } from '../base/address.js';
import { get } from '../base/api.js';
import { useDispute } from '../base/dispute.js';
import { usePreferences, useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, ObligationView } from '../contract.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { useUnfoldedOnPaper } from '../parts/printing.js';
import { Failed, Skeleton } from '../parts/states.js';
import { TourOfTravelling } from '../tour/tour.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { AttributionBar } from './sections/attribution.js';
import { ClockBar } from './sections/clock-bar.js';
import { Escalations } from './sections/escalations.js';
import { Facts } from './sections/facts.js';
import { FilesOf } from './sections/files.js';
import { Handling } from './sections/handling.js';
import { Header } from './sections/header.js';
import { Keeping } from './sections/keeping.js';
import { NextStep, subjectOf, type Open } from './sections/next-step.js';
import { Obligations } from './sections/obligations.js';
import { PapersOf } from './sections/papers.js';
import { RelatedCases } from './sections/related.js';
import { RehearsalBar } from './sections/rehearsal-bar.js';
import { Timeline } from './sections/timeline/timeline.js';
import { Transfers } from './sections/transfers.js';
import { VisitsOf } from './sections/visits.js';

export default function DisputePage() {
  const { id = '' } = useParams();
  const [address, change] = useAddress();
  const at = address.get('at') ?? undefined;
  const now = useDispute(id);
  const then = useDispute(id, at);
  const shown = at ? then : now;
  if (!shown.data) {
    if (shown.error) return <Failed error={shown.error} retry={() => void shown.refetch()} />;
    return <Skeleton rows={8} />;
  }
  return (
    <DisputeSheet
      view={shown.data}
      present={now.data ?? shown.data}
      at={at}
      lookAt={(moment) => change({ at: moment })}
    />
  );
}

/** Whoever comes from a notice finds the form open that it asked for, while it is still theirs to do. */
function useAsked(view: DisputeView, open: (open: Open) => void): void {
  const [address, change] = useAddress();
  const asked = address.get('do');
  const about = address.get('for');
  useEffect(() => {
    if (!asked) return;
    const verb = view.can.find((each) => each === asked);
    const owed = view.obligations.find((each) => each.id === about);
    const isOver = owed && owed.state !== 'open' && owed.state !== 'late';
    if (verb && !isOver) open({ verb, ...(owed && { subject: subjectOf(owed) }) });
    change({ do: null, for: null });
  }, [asked, about, view, open, change]);
}

function DisputeSheet({
  view,
  present,
  at,
  lookAt,
}: {
  view: DisputeView;
  present: DisputeView;
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const zone = useZone();
  const [open, setOpen] = useState<Open>(null);
  useAsked(present, setOpen);
  const [why, setWhy] = useState<ObligationView | null>(null);
  const page = useRef<HTMLDivElement>(null);
  useUnfoldedOnPaper(page);
  const attribution = useQuery({
    queryKey: ['attribution', view.id],
    queryFn: ({ signal }) => get('/disputes/{id}/attribution', { path: { id: view.id }, signal }),
  });
  return (
    <div ref={page} className="page dispute">
      <Header view={view} isPast={at !== undefined} />
      <Escalations view={view} />
      {view.rehearsal && !at && <TourOfTravelling view={view} />}
      {view.rehearsal && !at && <RehearsalBar view={view} />}
      {at && (
        <p className="past-line" role="status">
          {t.dispute.atHint(momentText(at, zone, language))}{' '}
          <button type="button" className="link" onClick={() => lookAt(null)}>
            {t.dispute.atNow}
          </button>
        </p>
      )}
      <Keeping view={view} />
      <ClockBar view={view} explain={setWhy} />
      {!at && <NextStep view={view} open={setOpen} />}
      <div className="columns">
        <div className="column">
          <Facts view={view} open={setOpen} />
          {!at && <RelatedCases view={view} open={setOpen} />}
          <Obligations view={view} explain={setWhy} />
          <Handling view={view} />
          <Transfers view={view} />
          <VisitsOf view={view} />
          <FilesOf view={view} attach={() => setOpen({ verb: 'attach' })} />
          {!at && <PapersOf view={view} />}
        </div>
        <div className="column">
          {attribution.data && <AttributionBar attribution={attribution.data} />}
          <Timeline view={present} attribution={attribution} at={at} lookAt={lookAt} />
        </div>
      </div>
      {open && (
        <VerbDialog
          id={view.id}
          verb={open.verb}
          {...(open.subject && { subject: open.subject })}
          close={() => setOpen(null)}
        />
      )}
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
    </div>
  );
}
