import { Api } from './api.js';
import { addSecondCounty } from './second-county.js';

/**
 * Whom each route serves: the routes are those of the OpenAPI document, the expected answers were written by hand, once.
 */

/** One case: the desk's, handled by justice, resolved, with its visits open. */
export const RELATED = ['desk', 'visitor', 'justice', 'justice-head', 'supervisor', 'auditor'] as const;
/** The same roles where they have nothing to do with it, one township further among them. */
export const UNRELATED = [
  'grid',
  'admin',
  'land',
  'forestry-head',
  'desk-2',
  'visitor-2',
  'supervisor-2',
  'auditor-2',
  'admin-2',
] as const;
export type Who = (typeof RELATED)[number] | (typeof UNRELATED)[number];
export const EVERYBODY: readonly Who[] = [...RELATED, ...UNRELATED];

export interface Row {
  /** Whom the door lets in; what the state of the case says to them then is not the door's matter. */
  in: readonly Who[];
  body?: object;
  /** Parameters of the path beside the case's id, and of the query. */
  query?: string;
  /** What those are answered who are let in, where it is not 2xx, 409 or 412. */
  answer?: number;
  /** Asks for no sign-in at all. */
  open?: true;
}

const ON_CASE: readonly Who[] = ['desk', 'visitor', 'justice', 'justice-head', 'supervisor'];
const HOLDER: readonly Who[] = ['justice', 'justice-head'];
const SUPERVISING: readonly Who[] = ['supervisor', 'auditor', 'supervisor-2', 'auditor-2'];
const ADMINISTRATORS: readonly Who[] = ['admin', 'admin-2'];
const IN_POWER: readonly Who[] = [...ADMINISTRATORS, 'auditor', 'auditor-2'];
/** Whose work brings them among people. */
const REPORTING: readonly Who[] = EVERYBODY.filter((who) => !/^(admin|auditor)/.test(who));
const reason = { reason: '试' };
const COUNTED = '?measure=visitsDue&enteredFrom=2026-01-01T00:00:00Z&enteredTo=2030-01-01T00:00:00Z';
const soon = new Date(Date.now() + 86_400_000).toISOString();

const REGISTRATION = {
  title: '试',
  narrative: '试',
  category: 'other',
  place: { village: 'village-nowhere' },
  parties: [{ name: '某', role: 'other' }],
  source: { channel: 'walk-in' },
};

/** Of the case: those who are not let in and may know it get 403, all others 404. */
export const OF_CASE: Record<string, Row> = {
  'GET /disputes/{id}': { in: RELATED },
  'GET /disputes/{id}/timeline': { in: RELATED },
  'GET /disputes/{id}/attribution': { in: RELATED },
  'GET /disputes/{id}/what-if': { in: RELATED },
  'GET /disputes/{id}/readers': { in: RELATED },
  'GET /disputes/{id}/similar': { in: RELATED },
  'GET /disputes/{id}/related': { in: RELATED },
  'GET /disputes/{id}/handler': { in: RELATED },
  // Who may not do it hears so in the answer.
  'POST /disputes/{id}/preview': { in: RELATED, body: { verb: 'progress' } },
  // Of what is no rehearsal it is refused to whoever knows the case.
  'GET /disputes/{id}/would-send': { in: RELATED },
  'GET /obligations/{id}/explanation': { in: RELATED },
  'POST /disputes/{id}/reveal': { in: RELATED, body: { partyId: 'p1', field: 'phone', ...reason } },
  'POST /disputes/{id}/files': { in: ON_CASE, answer: 415 },
  'GET /disputes/{id}/files/{fileId}': { in: RELATED, answer: 404 },
  'GET /disputes/{id}/files/{fileId}/thumbnail': { in: RELATED, answer: 404 },
  'POST /disputes/{id}/attach': {
    in: RELATED,
    body: { fileId: '00000000-0000-4000-8000-000000000009', name: '甲' },
    // Whoever knows this case is told first that there is no such file; who may attach is asked in libs/domain.
    answer: 400,
  },
  'GET /disputes/{id}/dossier': { in: RELATED },
  'GET /disputes/{id}/papers': { in: RELATED },
  'POST /disputes/{id}/papers': { in: ['desk'], body: { kind: 'transfer-letter', subjectId: 't1' } },
  'POST /disputes/{id}/papers/{paperId}/void': { in: RELATED, body: reason, answer: 404 },
  'GET /disputes/{id}/papers/preview': { in: ['desk'], query: '?kind=transfer-letter&subjectId=t1' },
  'GET /disputes/{id}/papers/{paperId}': { in: RELATED, answer: 404 },
  'POST /disputes/{id}/fast-forward': { in: ['desk', 'supervisor'], body: { by: { amount: 1, unit: 'days' } } },
  'POST /disputes/{id}/grade': { in: ON_CASE, body: { grade: 'red', ...reason } },
  'POST /disputes/{id}/plan': { in: ['desk', ...HOLDER], body: { goal: '定', measures: [] } },
  'POST /disputes/{id}/transfer': { in: ['desk', 'supervisor'], body: { to: 'land', ...reason } },
  'POST /disputes/{id}/accept': { in: HOLDER, body: { transferId: 't1' } },
  'POST /disputes/{id}/return': { in: HOLDER, body: { transferId: 't1', reasonCode: 'out-of-area', ...reason } },
  'POST /disputes/{id}/decide-return': { in: ['desk'], body: { transferId: 't1', uphold: true, ...reason } },
  'POST /disputes/{id}/recall': { in: ['desk'], body: { transferId: 't1', ...reason } },
  'POST /disputes/{id}/complete-assist': { in: [], body: { transferId: 't1', report: '完' } },
  'POST /disputes/{id}/contact': { in: HOLDER, body: { parties: ['p1'], at: '2026-01-01T00:00:00Z', note: '谈' } },
  'POST /disputes/{id}/consent': { in: HOLDER, body: { parties: ['p1'], note: '同意' } },
  'POST /disputes/{id}/progress': { in: HOLDER, body: { note: '谈' } },
  'POST /disputes/{id}/extend': {
    in: ['desk', ...HOLDER],
    body: { obligationId: '00000000-0000-4000-8000-000000000001.1', by: { amount: 1, unit: 'days' }, ...reason },
  },
  'POST /disputes/{id}/decide-extension': {
    in: ['justice-head', 'supervisor'],
    body: { extensionId: 'x1', approve: true, ...reason },
  },
  'POST /disputes/{id}/suspend': { in: ['supervisor'], body: { ground: 'court', ...reason } },
  'POST /disputes/{id}/resume': { in: ['supervisor'], body: reason },
  'POST /disputes/{id}/statutory': { in: HOLDER, body: { track: 'labour', reference: '一' } },
  'POST /disputes/{id}/statutory-step': { in: HOLDER, body: { step: 'mediation' } },
  'POST /disputes/{id}/statutory-end': { in: HOLDER, body: { outcome: 'decided', ...reason } },
  'POST /disputes/{id}/resolve': { in: HOLDER, body: { outcome: 'mediated', summary: '和' } },
  'POST /disputes/{id}/fulfil-term': { in: [...HOLDER, 'visitor'], body: { n: 1, note: '付' } },
  'POST /disputes/{id}/visit': {
    in: ['visitor', 'desk', ...HOLDER],
    body: { n: 1, mode: 'phone', outcome: 'stable', note: '好' },
  },
  'POST /disputes/{id}/confirm-visit': { in: ['visitor', 'desk', ...HOLDER], body: { n: 1 } },
  'POST /disputes/{id}/check-visit': { in: ['supervisor'], body: { n: 1, result: 'confirmed', note: '属实' } },
  'POST /disputes/{id}/correct': { in: ['desk', ...HOLDER], body: { title: '更正', ...reason } },
  'POST /disputes/{id}/not-same': {
    in: ['supervisor'],
    body: { disputeId: '00000000-0000-4000-8000-000000000009', ...reason },
  },
  'POST /disputes/{id}/waive-term': { in: ['supervisor'], body: { n: 1, ...reason } },
  'POST /disputes/{id}/waive-visit': { in: ['supervisor'], body: { n: 1, ...reason } },
  'POST /disputes/{id}/close': { in: ['desk'], body: {} },
  'POST /disputes/{id}/reopen': { in: ['desk', 'supervisor'], body: reason },
  'POST /disputes/{id}/supervise': {
    in: ['supervisor'],
    body: { demand: '速办', answerWithin: { amount: 1, unit: 'days' } },
  },
  'POST /disputes/{id}/urge': { in: ['desk', 'supervisor', 'justice-head'], body: {} },
  'POST /disputes/{id}/answer-supervision': { in: HOLDER, body: { orderId: 'o1', answer: '已办' } },
  'POST /disputes/{id}/meet': { in: ['desk', 'supervisor'], body: { departments: ['land'], at: soon } },
  'POST /disputes/{id}/conclude-meeting': { in: ['desk', 'supervisor'], body: { meetingId: 'm1', decisions: [] } },
  'POST /disputes/{id}/fulfil-decision': { in: ON_CASE, body: { meetingId: 'm1', n: 1, note: '办' } },
  'POST /disputes/{id}/assign': { in: ['desk', 'justice-head'], body: { role: 'visitor', userId: 'visitor' } },
  'POST /disputes/{id}/note': { in: ON_CASE, body: { text: '记' } },
  'POST /disputes/{id}/merge': {
    // Whoever knows this case is told first that there is no such other; who may merge is asked in libs/domain.
    in: RELATED,
    body: { into: '00000000-0000-4000-8000-000000000009' },
    answer: 400,
  },
  'POST /disputes/{id}/split': { in: ['desk', 'supervisor'], body: reason },
  'POST /disputes/{id}/withdraw': { in: ['desk'], body: reason },
  'POST /disputes/{id}/hold': { in: ['auditor'], body: reason },
  'POST /disputes/{id}/lift-hold': { in: ['auditor'], body: reason },
  'POST /disputes/{id}/erase': { in: ['auditor'], body: { ground: 'person-request', ...reason } },
};

/** Of no case: those who are not let in get 403. What they are shown must not betray the case either. */
export const OF_ALL: Record<string, Row> = {
  'GET /auth/oidc/login': { in: EVERYBODY, open: true, answer: 404 },
  'GET /auth/oidc/callback': { in: EVERYBODY, open: true, answer: 404 },
  'POST /auth/oidc/backchannel-logout': { in: EVERYBODY, open: true, body: { logout_token: 'x' }, answer: 404 },
  'GET /me': { in: EVERYBODY },
  'PUT /me/password': { in: EVERYBODY, body: { current: 'x', next: 'short' }, answer: 400 },
  'GET /sessions': { in: EVERYBODY },
  'DELETE /sessions': { in: EVERYBODY },
  'DELETE /sessions/{id}': { in: EVERYBODY, answer: 404 },
  'GET /tokens': { in: EVERYBODY },
  'POST /tokens': {
    in: EVERYBODY,
    body: { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' },
    answer: 400,
  },
  'DELETE /tokens/{id}': { in: EVERYBODY, answer: 404 },
  'POST /disputes': { in: ['desk', 'desk-2'], body: REGISTRATION, answer: 400 },
  'GET /disputes': { in: EVERYBODY },
  'GET /disputes.csv': { in: EVERYBODY },
  'GET /disputes.xlsx': { in: EVERYBODY },
  'GET /inbox': { in: EVERYBODY },
  'GET /inbox/counts': { in: EVERYBODY },
  'GET /visits': { in: EVERYBODY },
  'GET /visits.csv': { in: EVERYBODY },
  'GET /visits.xlsx': { in: EVERYBODY },
  'GET /visits.ics': { in: EVERYBODY, open: true, query: '?token=x', answer: 404 },
  'POST /visits/feed': { in: EVERYBODY },
  'GET /visits/feed': { in: EVERYBODY },
  'DELETE /visits/feed': { in: EVERYBODY },
  'GET /notices': { in: EVERYBODY },
  'GET /notices/count': { in: EVERYBODY },
  'POST /notices/{id}/read': { in: EVERYBODY, answer: 404 },
  'GET /channels': { in: EVERYBODY },
  'POST /channels': { in: EVERYBODY, body: { kind: 'webhook', address: 'https://127.0.0.1/' }, answer: 400 },
  'PATCH /channels/{id}': { in: EVERYBODY, body: {}, answer: 404 },
  'POST /channels/{id}/confirm': { in: EVERYBODY, body: { code: '123456' }, answer: 404 },
  'POST /channels/{id}/confirmation': { in: EVERYBODY, answer: 404 },
  'DELETE /channels/{id}': { in: EVERYBODY, answer: 404 },
  'GET /deliveries': { in: EVERYBODY },
  'GET /deliveries/overseen': { in: ['supervisor', 'supervisor-2', 'admin', 'admin-2'] },
  'POST /deliveries/{id}/resend': { in: EVERYBODY, answer: 404 },
  'GET /items': { in: EVERYBODY },
  'GET /items.csv': { in: EVERYBODY },
  'GET /items.xlsx': { in: EVERYBODY },
  // Whoever may report or register; what is no file is refused after that.
  'POST /files': { in: REPORTING, answer: 415 },
  'DELETE /files/{fileId}': { in: EVERYBODY, answer: 404 },
  'POST /items': { in: EVERYBODY, body: {}, answer: 400 },
  'GET /items/{id}': { in: EVERYBODY, answer: 404 },
  'GET /items/{id}/files/{fileId}': { in: EVERYBODY, answer: 404 },
  'GET /items/{id}/files/{fileId}/thumbnail': { in: EVERYBODY, answer: 404 },
  'POST /items/{id}/promote': { in: EVERYBODY, body: REGISTRATION, answer: 404 },
  'POST /items/{id}/link': {
    in: EVERYBODY,
    body: { disputeId: '00000000-0000-4000-8000-000000000009' },
    answer: 404,
  },
  'POST /items/{id}/no-danger': { in: EVERYBODY, body: {}, answer: 404 },
  'POST /items/{id}/discard': { in: EVERYBODY, body: reason, answer: 404 },
  'POST /items/{id}/erase': { in: EVERYBODY, body: { ground: 'person-request', ...reason }, answer: 404 },
  'GET /console': { in: EVERYBODY, open: true },
  // Asks for what is just like the case.
  'GET /proposal': {
    in: EVERYBODY,
    query: encodeURI('?category=forest-title&village=village-helin&title=山头界桩纠纷&name=侯三顺'),
  },
  'GET /workload': { in: EVERYBODY },
  'GET /workdays': { in: EVERYBODY },
  'GET /phrases': { in: EVERYBODY, query: '?verb=return' },
  'POST /danger': { in: EVERYBODY, body: { text: '他说今晚要杀了我全家' } },
  'POST /numbers': { in: EVERYBODY, body: { parties: [{ phone: '无' }] } },
  'GET /filters': { in: EVERYBODY },
  'POST /filters': { in: EVERYBODY, body: { name: 'x', filter: { grade: 'green' } }, answer: 400 },
  'DELETE /filters/{id}': { in: EVERYBODY, answer: 404 },
  'POST /auth/accept-invitation': { in: EVERYBODY, open: true, body: { token: 'x', password: 'x' }, answer: 409 },
  'GET /setup': { in: EVERYBODY, open: true },
  'POST /setup': {
    in: EVERYBODY,
    open: true,
    body: { code: 'x', name: '试', username: 'x', password: 'x' },
    answer: 409,
  },
  'GET /readiness': { in: ADMINISTRATORS },
  'GET /departments': { in: EVERYBODY },
  'POST /departments': { in: ADMINISTRATORS, body: { name: '试', parentId: 'nowhere' }, answer: 400 },
  'PATCH /departments/{id}': { in: ADMINISTRATORS, body: {}, answer: 404 },
  'GET /regions': { in: ADMINISTRATORS },
  'POST /regions': { in: ADMINISTRATORS, body: { id: 'default', name: '试' } },
  'GET /users': { in: EVERYBODY },
  'POST /users': {
    in: ADMINISTRATORS,
    body: { username: 'x', name: '试', departmentId: 'nowhere', roles: ['handler'] },
    answer: 400,
  },
  'GET /users/{id}': { in: EVERYBODY, answer: 404 },
  'POST /users/invitations': { in: ADMINISTRATORS, body: { userIds: ['nobody-here'] }, answer: 400 },
  'POST /users/{id}/invite': { in: ADMINISTRATORS, answer: 404 },
  'POST /users/{id}/reset-password': { in: ADMINISTRATORS, answer: 404 },
  'POST /users/{id}/confirm-role': { in: IN_POWER, body: { role: 'auditor' }, answer: 404 },
  'POST /departments/{id}/close': { in: ADMINISTRATORS, body: reason, answer: 404 },
  'POST /users/{id}/deactivate': { in: ADMINISTRATORS, body: reason, answer: 404 },
  'GET /dossier-key': { in: EVERYBODY, open: true },
  'GET /policies': { in: EVERYBODY },
  'GET /policies/current': { in: EVERYBODY },
  'GET /policies/form': { in: EVERYBODY },
  'GET /rollouts': { in: EVERYBODY },
  'GET /rollouts/{id}': { in: EVERYBODY, answer: 404 },
  'GET /exports/{name}': { in: EVERYBODY },
  // What kind of body it takes is asked first; who may hand one in is asked in imports.spec.ts.
  'POST /imports': { in: EVERYBODY, query: '?kind=disputes', answer: 415 },
  'GET /imports/{id}': { in: ['admin', 'admin-2'], answer: 404 },
  'PATCH /imports/{id}': { in: ['admin', 'admin-2'], body: { columns: {} }, answer: 404 },
  'POST /imports/{id}/run': { in: ['admin', 'admin-2'], answer: 404 },
  'GET /policies/{version}': { in: EVERYBODY },
  'GET /policies/{version}/examples': { in: EVERYBODY },
  'GET /policies/{version}/diff': { in: EVERYBODY },
  'POST /policies': { in: ADMINISTRATORS, body: { document: {} }, answer: 400 },
  'POST /policies/check': { in: ADMINISTRATORS, body: { document: {} } },
  // Of what is published already.
  'PUT /policies/{version}': { in: ADMINISTRATORS, body: { document: {} } },
  'DELETE /policies/{version}': { in: ADMINISTRATORS },
  'POST /policies/{version}/publish': { in: ADMINISTRATORS, body: { moveOpen: false, ...reason } },
  'POST /policies/{version}/move': { in: ['supervisor', 'supervisor-2'], body: reason },
  'POST /policies/{version}/move/preview': { in: ['supervisor', 'supervisor-2'], body: {} },
  'POST /policies/{version}/preview': { in: ADMINISTRATORS },
  'POST /policies/{version}/simulate': {
    in: ADMINISTRATORS,
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  },
  'GET /simulations/{id}': { in: ADMINISTRATORS, answer: 404 },
  'GET /policies/{version}/preview.xlsx': { in: ADMINISTRATORS },
  'GET /calendars': { in: EVERYBODY },
  'GET /calendars/{region}/{year}': { in: EVERYBODY },
  'GET /calendars/{region}/{year}/versions': { in: EVERYBODY },
  'PUT /calendars/{region}/{year}': { in: ADMINISTRATORS, body: {}, answer: 400 },
  'POST /calendars/{region}/{year}/parse': { in: ADMINISTRATORS, body: { text: '一、元旦：1月1日放假。' } },
  'GET /calendars/{region}/{year}/draft': { in: ADMINISTRATORS, answer: 404 },
  'DELETE /calendars/{region}/{year}/draft': { in: ADMINISTRATORS, answer: 404 },
  'POST /calendars/{region}/{year}/publish': { in: ADMINISTRATORS, body: reason, answer: 404 },
  'POST /calendars/{region}/{year}/preview': { in: ADMINISTRATORS, answer: 404 },
  'GET /calendars/{region}/{year}/preview.xlsx': { in: ADMINISTRATORS, answer: 404 },
  'PATCH /users/{id}': { in: EVERYBODY, body: {}, answer: 404 },
  'GET /users/{id}/tokens': { in: EVERYBODY, answer: 404 },
  'DELETE /users/{id}/tokens/{tokenId}': { in: EVERYBODY, answer: 404 },
  'GET /statistics': { in: EVERYBODY, query: '?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z' },
  'GET /statistics.csv': { in: EVERYBODY, query: '?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z' },
  'GET /statistics.xlsx': { in: EVERYBODY, query: '?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z' },
  'GET /statistics/counted': { in: EVERYBODY, query: COUNTED },
  'GET /statistics/counted.csv': { in: EVERYBODY, query: COUNTED },
  'GET /statistics/counted.xlsx': { in: EVERYBODY, query: COUNTED },
  'GET /board': { in: SUPERVISING },
  'GET /board.csv': { in: SUPERVISING },
  'GET /board.xlsx': { in: SUPERVISING },
  'GET /board/late': { in: SUPERVISING },
  'GET /board/owed': { in: SUPERVISING, query: '?column=visitsDue' },
  'GET /board/bouncing': { in: SUPERVISING },
  'GET /retention': { in: ['admin', 'admin-2', 'auditor', 'auditor-2'] },
  'PUT /retention': {
    in: ['admin', 'admin-2'],
    body: { rules: [{ kind: 'case', years: 1, source: '试' }], ...reason },
    answer: 400,
  },
  'GET /audit': { in: ['auditor', 'auditor-2'] },
  // What they asked for in vain themselves is theirs to read.
  'GET /audit.csv': { in: ['auditor', 'auditor-2'], query: '?kind=event' },
  'POST /audit/verify': { in: ['auditor', 'auditor-2'] },
};
/** Asked by stream.spec.ts, since it has no end, and by sign-in.spec.ts, since they begin and end what is asked with. */
export const ELSEWHERE = ['GET /stream', 'POST /auth/login', 'POST /auth/logout'];

const SECRETS = ['山头界桩', '侯三顺', '13500007890', '覃守诚'];

export interface Door {
  key: string;
  method: string;
  path: string;
  row: Row | undefined;
  ofCase: boolean;
}

/** All doors of a running API, with a case behind them and people of two counties before them. */
export class Doors {
  private constructor(
    readonly api: Api,
    readonly all: Door[],
    /** The case that the desk entered and justice resolved. */
    readonly dispute: { id: string; number: string; obligation: string },
  ) {}

  static async open(): Promise<Doors> {
    const api = await Api.start();
    await addSecondCounty(api.engine.database.owner);
    const dispute = await resolved(api);
    await haveCome(api);
    return new Doors(api, await routesOf(api), dispute);
  }

  ask(who: string, { method, path, row }: Pick<Door, 'method' | 'path'> & { row?: Row | undefined }, headers = {}) {
    const { body, query = '' } = row ?? {};
    const { id, obligation } = this.dispute;
    const place = path.includes('obligations')
      ? obligation
      : path.includes('notices')
        ? '999999'
        : path.includes('disputes')
          ? id
          : '00000000-0000-4000-8000-000000000001';
    // Who looked at nothing decides on a stale picture: nobody changes the case here, whatever they may.
    const stale = { 'if-match': '"0"', ...headers };
    const given = body ?? (method === 'POST' ? {} : undefined);
    return this.api.call<Told>(who, method, path.replace('{id}', place) + query, given, stale);
  }

  /** What of the case an answer tells. */
  betrays(body: unknown): string[] {
    const { id, number } = this.dispute;
    return [...SECRETS, id, number].filter((each) => JSON.stringify(body ?? '').includes(each));
  }
}

/** An answer of any door; a refusal has a code. */
export type Told = Record<string, unknown> & { code?: string };

/** Whether somebody was let in, whatever the state of the case said to them then. */
export function isIn(status: number, row: Row): boolean {
  return row.answer === undefined ? status < 300 || status === 409 || status === 412 : status === row.answer;
}

async function resolved(api: Api) {
  const { body } = await api.post<{ dispute: { id: string; number: string; obligations: { id: string }[] } }>(
    'desk',
    '/disputes',
    {
      title: '山头界桩纠纷',
      narrative: '界桩挪了三丈。',
      category: 'forest-title',
      grade: 'blue',
      place: { village: 'village-helin' },
      parties: [{ name: '侯三顺', role: 'applicant', phone: '13500007890' }],
      source: { channel: 'walk-in', reporter: '覃守诚' },
    },
  );
  const { id, number, obligations } = body.dispute;
  const act = async (who: string, verb: string, more: object) => {
    const { status } = await api.post(who, `/disputes/${id}/${verb}`, more);
    if (status !== 200) throw new Error(`${verb}: ${status}`);
  };
  await act('desk', 'transfer', { to: 'justice', reason: '调解' });
  await act('justice', 'accept', { transferId: 't1' });
  await act('justice', 'plan', { goal: '定界', measures: ['踏勘'] });
  await act('justice', 'resolve', { outcome: 'mediated', summary: '各退一步' });
  return { id, number, obligation: obligations[0]!.id };
}

/** People who were added are known everywhere within some seconds. */
async function haveCome(api: Api): Promise<void> {
  for (const until = Date.now() + 15_000; ;) {
    const answer = await api.post('', '/auth/login', { username: 'admin-2', password: 'demo' });
    if (answer.status === 200) return;
    if (Date.now() > until) throw new Error('the new people never became known');
    await api.engine.database.owner.query(`DELETE FROM sign_in_failure`);
  }
}

async function routesOf(api: Api): Promise<Door[]> {
  const { body } = await api.get<{ paths: Record<string, object> }>('', '/api/v1/openapi.json');
  const doors = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((each) => {
      const method = each.toUpperCase();
      const key = `${method} ${path.replace('/api/v1', '')}`;
      return {
        key,
        method,
        path: path
          .replace(/{(paper|file|token)Id}/, '00000000-0000-4000-8000-000000000002')
          .replace('{name}', 'disputes.csv')
          .replace('{version}', 'default-1')
          .replace('{region}/{year}', 'default/2026'),
        row: OF_CASE[key] ?? OF_ALL[key],
        ofCase: key in OF_CASE || path.includes('/disputes/{id}'),
      };
    }),
  );
  // In the order of the table: what is looked at was made before.
  const order = Object.keys(OF_ALL);
  return doors.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
}
