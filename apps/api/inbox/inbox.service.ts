import { Injectable } from '@nestjs/common';
import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { askedOf, verbFor, type Asked, type VisitAsked } from '#domain/reading/asked.js';
import { remainingOf } from '#domain/reading/remaining.js';
import { obligationStateAt } from '#domain/reading/standing.js';
import { workerOf } from '#domain/people/readers.js';
import type { Tree } from '#domain/people/tree.js';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { Directory } from '#persistence/people/directory.js';
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

/** A line as all who work it are told it; what each of them can do about it is said last. */
interface Line extends Omit<WorkLine, 'verb'> {
  asked: Asked;
  visit: VisitAsked | undefined;
}
type Drawn = Line & Pick<Work, 'dispute'> & { also?: Line[] };

@Injectable()
export class InboxService {
  private readonly shared = new Shared<Page<Drawn>>();

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem BAD_REQUEST for a cursor of another list */
  async list(actor: Actor, filter: InboxFilter, language: Language): Promise<Page<Work>> {
    // A change makes the consoles of all who work it ask in the same moment, and who sees the same is told the same.
    const { items, ...rest } = await this.shared.of(
      JSON.stringify([workerOf(actor), actor.scopes, filter, language]),
      () => this.drawn(actor, filter, language),
    );
    const lineFor = <T extends Line>({ asked, visit, ...line }: T) => ({ ...line, verb: verbFor(asked, visit, actor) });
    const workFor = ({ also, ...work }: Drawn): Work => ({
      ...lineFor(work),
      ...(also && { also: also.map(lineFor) }),
    });
    return { ...rest, items: items.map(workFor) };
  }

  private async drawn(actor: Actor, filter: InboxFilter, language: Language) {
    const { tab, kind: kinds, by, rehearsal, cursor, limit } = filter;
    const last = cursor ? decodeCursor(cursor, ['instant', 'obligation']) : null;
    const after = last && { dueAt: String(last[0]), id: String(last[1]) };
    const today = await this.rulebook.today(actor.region);
    const asked = { tab, kinds, after, limit: limit + 1, rehearsal, today };
    const read = by === 'case' ? inboxByCase : inbox;
    const rows = await this.reader.as<(WorkRow | CaseInWork)[]>(actor, (db) => read(db, workerOf(actor), asked));
    const tree = await this.directory.of(actor);
    const items = await Promise.all(rows.map((row) => this.entry(row, tree, language)));
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
  private async entry(row: WorkRow | CaseInWork, tree: Tree, language: Language): Promise<Drawn> {
    const { obligation, dispute } = row;
    const line = (owed: ObligationRow) => this.line(owed, dispute, tree, language);
    const also = 'also' in row && (await Promise.all(row.also.map(line)));
    return { ...(await line(obligation)), dispute: disputeInWork(dispute), ...(also && { also }) };
  }

  private async line(obligation: ObligationRow, dispute: DisputeRow, tree: Tree, language: Language): Promise<Line> {
    const now = nowOf(dispute);
    const rules = await this.rulebook.rules(obligation.rule.policyVersion, obligation.rule.calendarVersion);
    const words = LEXICON[language];
    const state = obligationStateAt(obligation, now);
    const remaining = remainingOf(obligation, now, clockOf(rules));
    const text = state === 'paused' ? words.obligationState.paused : words.remaining(remaining);
    const visit = dispute.visits.find((each) => each.n === obligation.n);
    return {
      obligation: obligationView(obligation, now),
      dueAt: obligation.dueAt,
      remaining: { workingMinutes: remaining.workingMinutes, text },
      state,
      asked: askedOf(obligation, visit, (id) => tree.departmentOf(id)),
      visit,
    };
  }
}
