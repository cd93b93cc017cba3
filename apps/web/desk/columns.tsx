import type { ReactNode } from 'react';
import { useWording } from '../base/language.js';
import type { Work } from '../contract.js';
import { CaseTitle } from '../parts/case-title.js';
import { GradeMark } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';

export function Column({
  title,
  asked,
  more,
  children,
}: {
  title: string;
  /** Where it was asked for by itself: nothing is empty before it is known. */
  asked?: { data?: unknown; error: unknown; refetch: () => unknown };
  more?: ReactNode;
  children: ReactNode[];
}) {
  const t = useWording();
  return (
    <section className="section">
      <h2>
        {title} <b className="count">{more ? `${children.length}+` : children.length}</b>
      </h2>
      {asked && !asked.data ? (
        asked.error ? (
          <Failed error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <Skeleton rows={2} />
        )
      ) : children.length === 0 ? (
        <p className="muted">{t.desk.none}</p>
      ) : (
        <ul className="desk-list">{children}</ul>
      )}
      {more}
    </section>
  );
}

export function Line({
  dispute,
  act,
  children,
}: {
  dispute: Pick<Work['dispute'], 'id' | 'number' | 'title' | 'grade'>;
  /** What the desk does about it from here, where there is something. */
  act?: { word: string; begin: () => void };
  children: ReactNode;
}) {
  return (
    <li>
      <div>
        <CaseTitle dispute={dispute} />
        <p>
          <GradeMark grade={dispute.grade} />
          <span className="muted number">{dispute.number}</span>
          {children}
        </p>
      </div>
      {act && (
        <button type="button" className="button" onClick={act.begin}>
          {act.word}
          <span className="visually-hidden"> {dispute.number}</span>
        </button>
      )}
    </li>
  );
}
