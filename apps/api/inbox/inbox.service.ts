import { Injectable } from '@nestjs/common';
import type { ObligationRow } from '#domain/dispute/row.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { remainingOf } from '#domain/reading/remaining.js';
import { obligationStateAt } from '#domain/reading/standing.js';
import { workerOf } from '#domain/people/readers.js';
import type { Instant } from '#domain/time/time.js';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import {
  inbox,
  inboxByCase,
  inboxCounts,
  type CaseInWork,
  type Tab,
  type WorkRow,
} from '#persistence/reading/work-reader.js';
import type { WorkLine, Work } from './answers.js';
import type { Actor } from '../http/actor.js';
import type { Page } from '../http/answers.js';
import { decodeCursor, page } from '../http/paging.js';
import { Shared } from '../http/shared.js';
import { disputeInWork, nowOf, obligationView } from '../disputes/view.js';

export interface InboxFilter {
  tab: Tab;
  kind: readonly string[];
  /** What a line is. */
  by: 'obligation' | 'case';
  rehearsal: boolean;
  cursor?: string;
  limit: number;
}

@Injectable()
export class InboxService {
  private readonly shared = new Shared<Page<Work>>();

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
  ) {}

  /** @throws Problem BAD_REQUEST for a cursor of another list */
  list(actor: Actor, filter: InboxFilter, language: Language): Promise<Page<Work>> {
    // A change makes the consoles of all who work it ask in the same moment, and who sees the same is told the same.
    return this.shared.of(JSON.stringify([workerOf(actor), actor.scopes, filter, language]), () =>
      this.drawn(actor, filter, language),
    );
  }

  private async drawn(actor: Actor, filter: InboxFilter, language: Language) {
    const { tab, kind: kinds, by, rehearsal, cursor, limit } = filter;
    const last = cursor ? decodeCursor(cursor, ['instant', 'obligation']) : null;
    const after = last && { dueAt: String(last[0]), id: String(last[1]) };
    const today = await this.rulebook.today(actor.region);
    const asked = { tab, kinds, after, limit: limit + 1, rehearsal, today };
    const read = by === 'case' ? inboxByCase : inbox;
    const rows = await this.reader.as<(WorkRow | CaseInWork)[]>(actor, (db) => read(db, workerOf(actor), asked));
    const items = await Promise.all(rows.map((row) => this.entry(row, language)));
    return page(
      items,
      limit,
      (item) => [item.obligation.dueAt, item.obligation.id],
      (item) => item,
    );
  }

  async counts(actor: Actor, rehearsal: boolean) {
    const today = await this.rulebook.today(actor.region);
    return this.reader.as(actor, (db) => inboxCounts(db, workerOf(actor), today, rehearsal));
  }

  /** One line of work: what is owed, its dispute, and what is left of it; of a case also what it owes besides. */
  private async entry(row: WorkRow | CaseInWork, language: Language): Promise<Work> {
    const { obligation, dispute } = row;
    const now = nowOf(dispute);
    const also = 'also' in row && (await Promise.all(row.also.map((each) => this.owed(each, now, language))));
    return { ...(await this.owed(obligation, now, language)), dispute: disputeInWork(dispute), ...(also && { also }) };
  }

  private async owed(obligation: ObligationRow, now: Instant, language: Language): Promise<WorkLine> {
    const rules = await this.rulebook.rules(obligation.rule.policyVersion, obligation.rule.calendarVersion);
    const words = LEXICON[language];
    const state = obligationStateAt(obligation, now);
    const remaining = remainingOf(obligation, now, clockOf(rules));
    const text = state === 'paused' ? words.obligationState.paused : words.remaining(remaining);
    return {
      obligation: obligationView(obligation, now),
      dueAt: obligation.dueAt,
      remaining: { workingMinutes: remaining.workingMinutes, text },
      state,
    };
  }
}
