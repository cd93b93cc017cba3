import { EventEmitter } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../http/actor.js';
import type { Batch } from './batch.js';
import { Stream } from './stream.js';

/** A line that takes what is written, or fills up. */
class Line extends EventEmitter {
  readonly frames: string[] = [];
  destroyed = false;
  full = false;
  write(frames: string): boolean {
    this.frames.push(frames);
    return !this.full;
  }
}

const actor: Actor = {
  userId: 'li',
  name: '李',
  departmentId: 'justice',
  roles: ['handler'],
  superiorOf: [],
  scopes: ['justice'],
  region: 'default',
};
const batch = (n: number, kinds: string[] = ['offered']): Batch => ({
  since: String(n),
  next: String(n + 1),
  disputes: [],
  gone: [],
  counts: new Map(),
  notices: kinds.map((kind) => ({ userId: 'li', visibleTo: null, notice: { id: `${kind} ${n}`, kind } as never })),
});

describe('a line of a stream', () => {
  const open = () => {
    const line = new Line();
    let looks = 0;
    const stream = new Stream(actor, 'token', line as unknown as ServerResponse, undefined, () => {
      looks += 1;
      stream.catching = true;
    });
    return { line, stream, looks: () => looks };
  };
  const drain = async (line: Line) => {
    line.emit('drain');
    await new Promise(setImmediate);
  };
  const idsOf = (line: Line) => line.frames.join('').match(/^id: \d+/gm);

  it('moves the client’s place with the last of what came together, and never back', () => {
    const { line, stream } = open();
    stream.hear(batch(10, ['a', 'b']));
    stream.hear(batch(7));
    expect(idsOf(line)).toEqual(['id: 10', 'id: 11', 'id: 11']);
    stream.beat('9');
    stream.beat('15');
    expect(line.frames.slice(-2)).toEqual(['id: 11\n: beat\n\n', 'id: 15\n: beat\n\n']);
  });

  it('says once what two readings have in common', () => {
    const { line, stream } = open();
    stream.hear(batch(10));
    stream.hear({ ...batch(10), next: '12' });
    expect(line.frames).toHaveLength(1);
  });

  it('keeps a little for a line that is slow, and tells it in order', async () => {
    const { line, stream, looks } = open();
    line.full = true;
    stream.hear(batch(1));
    line.full = false;
    for (let n = 2; n <= 21; n++) stream.hear(batch(n));
    expect(line.frames).toHaveLength(1);
    await drain(line);
    expect(idsOf(line)).toEqual(Array.from({ length: 21 }, (_, n) => `id: ${n + 2}`));
    expect([looks(), line.listenerCount('close')]).toEqual([0, 0]);
  });

  it('lets a line that is slower read for itself, and hear what came meanwhile after that', async () => {
    const { line, stream, looks } = open();
    line.full = true;
    stream.hear(batch(1));
    line.full = false;
    for (let n = 2; n <= 200; n++) stream.hear(batch(n));
    expect([line.frames.length, looks()]).toEqual([1, 0]);
    await drain(line);
    expect(looks()).toBe(1);
    stream.hear(batch(300));
    expect(line.frames).toHaveLength(1);
    stream.caughtUp();
    expect(line.frames.at(-1)).toContain('"id":"offered 300"');
    expect(looks()).toBe(1);
  });

  it('says nothing after its end, which a line that takes nothing closes late', async () => {
    const faults: unknown[] = [];
    const server = createServer((_request, response) => {
      response.on('error', (error) => faults.push(error));
      const stream = new Stream(actor, 'token', response, undefined, () => undefined);
      stream.hear(batch(1));
      stream.end();
      stream.hear(batch(2));
      stream.beat('9');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect((await answer.text()).match(/^id: \d+/gm)).toEqual(['id: 2']);
    await new Promise((closed) => server.close(closed));
    expect(faults).toEqual([]);
  });

  it('reads once more where something happened that is not told while it reads', () => {
    const { stream, looks } = open();
    stream.miss();
    stream.miss();
    expect(looks()).toBe(1);
    stream.caughtUp();
    expect(looks()).toBe(2);
  });
});
