import { isRegistered, type Registered } from '#domain/dispute/state.js';
import { CORE, demandKnownCore } from '#domain/dispute/editions.js';
import { involvedOf } from '#domain/dispute/may/involved.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { after, type History } from '#domain/dispute/history.js';
import { noticesOf as targetsOf } from '#domain/dispute/notices.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import type { OpenedEvent } from '#domain/dispute/text.js';
import { visibleTo } from '#domain/people/readers.js';
import type { Tree } from '#domain/people/tree.js';
import type { Instant } from '#domain/time/time.js';
import { eventHash } from './chain.js';
import { noticesOf, type NoticeRow } from './notices.js';
import { bare } from './ruled.js';
import type { TextKey } from '../vault/vault.js';

/** What a record comes to, before it is written anywhere. */

export interface Head extends History {
  seq: number;
  hash: Buffer;
}

export function opened(event: DisputeEvent, key: TextKey | null): OpenedEvent {
  const { text, ...rest } = event;
  // Without its key the text was erased; what is left of the event still folds.
  return (text === undefined || key === null ? rest : { ...rest, text: key.open(text) }) as OpenedEvent;
}

export interface Folded {
  state: Registered;
  row: DisputeRow;
  before: DisputeRow | null;
  hash: Buffer;
  chain: { event: DisputeEvent; previous: Buffer; hash: Buffer }[];
  notices: NoticeRow[];
  visibleTo: string[];
}

/**
 * Folds events onto a head: state, document, chain, notices. The one way in which rows come to be, also in a rebuild.
 *
 * @param movedAt when rules last moved it (`noticesOf`)
 */
export function fold(
  head: Head,
  events: DisputeEvent[],
  key: TextKey | null,
  tree: Tree,
  movedAt: Instant | null = null,
): Folded {
  let history: History = head;
  let { hash } = head;
  const chain: Folded['chain'] = [];
  const notices: NoticeRow[] = [];
  for (const event of events) {
    const before = history.state;
    const { state, row } = after(history, event, opened(event, key));
    demandKnownCore(state, CORE);
    history = { state, row };
    const previous = hash;
    const entry = bare(event);
    hash = eventHash(previous, entry);
    chain.push({ event: entry, previous, hash });
    // What was before a case was ours is nobody's news.
    if (state.rehearsal || !isRegistered(before) || before.adopting) continue;
    notices.push(...noticesOf(event, targetsOf(event, before, state, movedAt), tree));
  }
  const { state, row } = history;
  if (!isRegistered(state) || !row) throw new Error('nothing to fold');
  return { state, row, before: head.row, hash, chain, notices, visibleTo: visibleTo(involvedOf(state), tree) };
}
