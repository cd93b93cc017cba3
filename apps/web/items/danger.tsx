import { Fragment } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { usePreferences, useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import type { Item } from '../contract.js';
import { Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';

/** Stretches that touch or overlap are one: the same words may show two signs. */
function joined(found: NonNullable<Item['dangerFound']>): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { from, to } of found.toSorted((a, b) => a.from - b.from)) {
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}

/** What was reported, with the words marked that show danger. */
export function ReportText({ item: { text, dangerFound } }: { item: Item }) {
  const t = useWording();
  if (text === null) return <p>{t.dispute.erased}</p>;
  const marked = joined(dangerFound ?? []);
  const behind = (n: number) => text.slice(n < 0 ? 0 : marked[n]!.to, marked[n + 1]?.from);
  return (
    <p>
      {behind(-1)}
      {marked.map(({ from, to }, n) => (
        <Fragment key={from}>
          <mark>{text.slice(from, to)}</mark>
          {behind(n)}
        </Fragment>
      ))}
    </p>
  );
}

/** Which signs of danger it has, and by which words or whose tick. */
export function DangerWhy({ item: { text, dangerSigns, dangerFound } }: { item: Item }) {
  const { t, listed } = usePreferences();
  if (dangerSigns.length === 0) return null;
  return (
    <p className="danger-why">
      <Tag tone="warn">{t.items.dangerSeen}</Tag>{' '}
      {listed(
        dangerSigns.map((sign) => {
          if (!dangerFound || text === null) return t.dangerSign[sign];
          const found = dangerFound.find((each) => each.sign === sign);
          return t.items.seenBy(t.dangerSign[sign], found ? text.slice(found.from, found.to) : null);
        }),
      )}
    </p>
  );
}

/** The desk read it: nobody is in danger, and the report waits as long as any other. */
export function NoDanger({ item }: { item: Item }) {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const { send, state, problem } = useSend();
  if (!item.dangerFound || item.dangerSigns.length === 0) return null;
  const deny = async () => {
    const denied = await send('/items/{id}/no-danger', { path: { id: item.id }, body: {}, ifMatch: item.seq });
    if (!denied) return;
    say(t.items.dangerDenied(item.number));
    void queries.invalidateQueries({ queryKey: ['items'] });
  };
  return (
    <>
      <button type="button" className="button" disabled={state !== 'idle'} onClick={() => void deny()}>
        {t.items.noDanger}
        <span className="visually-hidden"> {item.number}</span>
      </button>
      {problem && <Refusal problem={problem} />}
    </>
  );
}
