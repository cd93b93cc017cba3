import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describeServer } from '../../apps/api/server.js';
import { Documented, type ApiDocument, type Given } from '../support/documented.js';

/** What every end-to-end test leans on: an answer that the OpenAPI document does not describe is found. */
describe('an answer', () => {
  let document: ApiDocument;
  let documented: Documented;
  beforeAll(async () => {
    document = (await describeServer()) as unknown as ApiDocument;
    documented = new Documented(document);
  });

  const TABS = { waiting: 3, answer: 1, work: 2, visits: 0, approve: 0, all: 3 };
  const COUNTS = { ...TABS, items: 0, dueVisits: 0, cases: TABS };
  const ENTRY = {
    seq: 1,
    at: '2026-11-23T02:00:00.000Z',
    type: 'NoteAdded',
    actor: { kind: 'person', userId: 'desk', departmentId: 'police' },
    data: {},
  };
  const given = (more: Partial<Given>): string | null =>
    documented.complaintOf({
      method: 'GET',
      route: '/api/v1/inbox/counts',
      url: '/api/v1/inbox/counts',
      status: 200,
      type: 'application/json; charset=utf-8',
      payload: JSON.stringify(COUNTS),
      ...more,
    });
  const timeline = (entry: object) =>
    given({ route: '/api/v1/disputes/:id/timeline', payload: JSON.stringify({ items: [entry], next: null }) });

  it('has a shape in the words of JSON Schema 2020-12', () => {
    const ajv = addFormats.default(new Ajv2020());
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect({ name, valid: ajv.validateSchema(schema) }).toEqual({ name, valid: true });
    }
  });

  it('that is as documented is let pass', () => {
    expect(given({})).toBeNull();
    expect(timeline(ENTRY)).toBeNull();
    expect(given({ route: undefined, url: '/', type: 'text/html', payload: '<!doctype html>' })).toBeNull();
  });

  it.each<[string, () => string | null, RegExp]>([
    ['without a member', () => given({ payload: JSON.stringify({ ...COUNTS, all: undefined }) }), /'all'/],
    ['with a member too many', () => given({ payload: JSON.stringify({ ...COUNTS, secret: 1 }) }), /secret/],
    ['with a member of another kind', () => given({ payload: JSON.stringify({ ...COUNTS, all: '3' }) }), /number/],
    ['with a word of no list', () => timeline({ ...ENTRY, type: 'NoteTaken' }), /items\/0/],
    ['with a moment that is none', () => timeline({ ...ENTRY, at: 'yesterday' }), /date-time/],
    ['with a member too many far inside', () => timeline({ ...ENTRY, data: { text: 'x' } }), /data/],
    ['of another status', () => given({ status: 201 }), /201 is no answer/],
    ['of another media type', () => given({ type: 'text/plain' }), /text\/plain instead of application\/json/],
    ['of a route that is not in the document', () => given({ route: '/api/v1/secrets' }), /not in the document/],
    [
      'with a body where there is none',
      () => given({ method: 'POST', route: '/api/v1/notices/:id/read', status: 204 }),
      /body/,
    ],
    [
      'that is a problem without its code',
      () => given({ status: 404, type: 'application/problem+json', payload: JSON.stringify({ title: 'x' }) }),
      /'code'/,
    ],
    ['that is a fault in its own words', () => given({ status: 500, payload: '{"message":"x"}' }), /problem\+json/],
    [
      'to an address that is none, in its own words',
      () => given({ route: undefined, url: '/api/v1/nowhere', status: 404, payload: '{"message":"x"}' }),
      /problem\+json/,
    ],
  ])('%s is found', (_what, complaint, why) => {
    expect(complaint()).toMatch(why);
  });
});
