import { expect } from '@jest/globals';
import { Api, type Answer } from './api.js';

/** What the end-to-end tests read of the shapes of api.md. */
export interface ObligationView {
  id: string;
  kind: string;
  n?: number;
  transferId?: string;
  holder: { departmentId: string; role: string; userId?: string };
  dueAt: string;
  lateAfter?: string;
  state: string;
  metAt: string | null;
  steps: { at: string; do: string; firedAt: string | null }[];
}
export interface TransferView {
  id: string;
  to: string;
  role: string;
  state: string;
  bySilence: boolean;
}
export interface VisitView {
  n: number;
  dueAt: string;
  toleranceUntil: string;
  state: string;
  check: { state: string } | null;
}
export interface View {
  id: string;
  number: string;
  title: string;
  status: string;
  category: string;
  grade: string | null;
  desk: string;
  holder: string;
  seq: number;
  rehearsal: boolean;
  createdAt: string;
  now: string;
  can: string[];
  place: { village: string; address?: string };
  orderDueAt: string | null;
  parties: { id: string; name: string }[];
  transfers: TransferView[];
  obligations: ObligationView[];
  visits: VisitView[];
}
export interface Done {
  seq: number;
  dispute: View;
  similar?: { id: string; number: string; why: string }[];
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { pointer: string; code: string; detail: string }[];
  openVisits?: number[];
  openObligations?: unknown[];
}
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Entry {
  seq: number;
  at: string;
  type: string;
  actor: { kind: string; userId?: string; departmentId?: string };
  data: Record<string, unknown>;
  text?: Record<string, unknown>;
}

/** What a clerk types in, with two parties and somebody who reported it. */
export const quarrel = (more: object = {}) => ({
  title: '围墙占道纠纷',
  narrative: '罗某砌墙占了巷道，喻某出入不便，两家多次争吵。',
  category: 'neighbours',
  grade: 'blue',
  place: { village: 'village-shixi', address: '三组巷口' },
  parties: [
    { name: '喻不言', role: 'applicant', phone: '13800009876' },
    { name: '罗可畏', role: 'respondent' },
  ],
  source: { channel: 'walk-in', reporter: '覃守诚' },
  ...more,
});

/** The same where no more is asked than that there is a case: nobody is named, nobody told. */
export const waterDispute = (more: object = {}) => ({
  title: '灌溉用水纠纷',
  narrative: '两家争一口塘的水。',
  category: 'water',
  grade: 'blue',
  place: { village: 'village-helin' },
  parties: [],
  source: { channel: 'walk-in' },
  ...more,
});

/** Cases that were brought somewhere through HTTP; every step must succeed. */
export class Casework {
  constructor(readonly api: Api) {}

  async register(more: object = {}): Promise<View> {
    return this.done(await this.api.post<Done>('desk', '/disputes', quarrel(more)), 201);
  }

  act<T = Done & Problem>(who: string, id: string, verb: string, body: object, headers?: Record<string, string>) {
    return this.api.post<T>(who, `/disputes/${id}/${verb}`, body, headers);
  }

  /** An act that is no question of the test: it must be taken. */
  async does(who: string, id: string, verb: string, body: object = {}): Promise<View> {
    return this.done(await this.act(who, id, verb, body));
  }

  private done(answer: Answer<Done>, status = 200): View {
    if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.dispute;
  }

  view(who: string, id: string): Promise<View> {
    return this.read<View>(who, `/disputes/${id}`);
  }

  private async read<T>(who: string, path: string): Promise<T> {
    const { status, body } = await this.api.get<T>(who, path);
    expect({ who, path, status }).toEqual({ who, path, status: 200 });
    return body;
  }

  async offered(to: string, more: object = {}): Promise<View> {
    const { id } = await this.register(more);
    return this.does('desk', id, 'transfer', { to, reason: '按职责移交' });
  }

  async handledBy(who: string, more: object = {}): Promise<View> {
    const { id } = await this.offered(who, more);
    return this.does(who, id, 'accept', { transferId: 't1' });
  }

  async resolvedBy(who: string, more: object = {}): Promise<View> {
    const { id } = await this.handledBy(who, more);
    return this.does(who, id, 'resolve', { outcome: 'mediated', summary: '双方和解' });
  }

  async closedBy(who: string, more: object = {}): Promise<View> {
    return this.let((await this.resolvedBy(who, more)).id);
  }

  /** Makes a visit whose day has come, with both sides; where it is drawn, the supervisor hears the same. */
  async visited(id: string, n = 1, more: object = {}): Promise<View> {
    const parties = [{ partyId: 'p1' }, { partyId: 'p2' }];
    const visit = { n, mode: 'phone', outcome: 'stable', note: '安好', parties, ...more };
    const made = await this.does('visitor', id, 'visit', visit);
    const isDrawn = made.visits.find((each) => each.n === n)?.check?.state === 'owed';
    if (!isDrawn) return made;
    return this.does('supervisor', id, 'check-visit', { n, result: 'confirmed', note: '电话抽查属实' });
  }

  /** Closes what is resolved in the day of a test: the supervisor lets its visit go, which would come in a week. */
  let(id: string): Promise<View> {
    return this.does('supervisor', id, 'waive-visit', { n: 1, reason: '当事人已外迁' });
  }

  returned(who: string, id: string, transferId: string, reasonCode = 'not-our-duty'): Promise<View> {
    return this.does(who, id, 'return', { transferId, reasonCode, reason: '不属本单位职责' });
  }

  decided(id: string, transferId: string, uphold: boolean): Promise<View> {
    return this.does('desk', id, 'decide-return', { transferId, uphold, reason: '经核实' });
  }

  /** Moves a rehearsal's own time. */
  forward(id: string, amount: number, unit: string): Promise<View> {
    return this.does('desk', id, 'fast-forward', { by: { amount, unit } });
  }

  async timeline(who: string, id: string): Promise<Entry[]> {
    return (await this.read<Page<Entry>>(who, `/disputes/${id}/timeline`)).items;
  }

  /** Every line of a list, page by page. */
  async all<T>(who: string, path: string, limit = 200): Promise<T[]> {
    const items: T[] = [];
    for (let next: string | null = ''; next !== null;) {
      const query: string = `limit=${limit}${next && `&cursor=${encodeURIComponent(next)}`}`;
      const page: Page<T> = await this.read<Page<T>>(who, `${path}${path.includes('?') ? '&' : '?'}${query}`);
      items.push(...page.items);
      next = page.next;
    }
    return items;
  }
}
