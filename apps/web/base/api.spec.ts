import { afterAll, beforeEach, expect, it } from '@jest/globals';

const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const { fetch, Request: OwnRequest } = globalThis;
let answer: () => Response;
globalThis.fetch = async () => answer();
// A browser's addresses begin at its page.
globalThis.Request = class extends OwnRequest {
  constructor(input: string | URL | Request, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, 'http://127.0.0.1') : input, init);
  }
};
afterAll(() => {
  globalThis.fetch = fetch;
  globalThis.Request = OwnRequest;
});
// Its client takes both as it begins.
const { get, wire } = await import('./api.js');

let asked = 0;
beforeEach(() => {
  asked = 0;
  wire.signInAgain = async () => {
    asked += 1;
    return false;
  };
});

it('what went out before somebody signed in again goes out once more, and nobody is asked', async () => {
  const answers = [json(401, { code: 'UNAUTHENTICATED' }), json(200, { unread: 3 })];
  answer = () => {
    // The sign-in ends the old session, and is through while this one is on its way.
    if (answers.length === 2) wire.signIns += 1;
    return answers.shift()!;
  };
  expect(await get('/notices/count')).toEqual({ unread: 3 });
  expect(asked).toBe(0);
});

it('where the session is over, the person is asked', async () => {
  answer = () => json(401, { code: 'UNAUTHENTICATED' });
  await expect(get('/notices/count')).rejects.toThrow('UNAUTHENTICATED');
  expect(asked).toBe(1);
});
