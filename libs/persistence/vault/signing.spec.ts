import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CommandActor } from '#domain/people/actor.js';
import { answered, type Actor, type Answered } from '#domain/dispute/events.js';
import { signed, unsignedAmong, type Signable } from './signing.js';

const CASE = 'case';
const vault = { vouch: (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url') };
const desk: CommandActor = { userId: 'desk', departmentId: 'police', roles: ['desk'], superiorOf: [] };
const person = ({ userId, departmentId }: CommandActor): Actor => ({ kind: 'person', userId, departmentId });

/** What a command of the desk is answered with, as the door signed it. */
function answers(key: string): Answered {
  const command: Signable = {
    type: 'AddNote',
    actor: desk,
    key,
    bodyHmac: 'hmac',
    receivedAt: '2026-11-23T01:00:00.000Z',
  };
  return answered(signed(vault, CASE, command));
}

const entry = (seq: number, actor: Actor, answers?: Answered) => ({ seq, actor, answers });
const seqs = (entries: Parameters<typeof unsignedAmong>[2], from = 0) =>
  unsignedAmong(vault, CASE, entries, from).map(({ seq }) => seq);

describe('entries that no door signed', () => {
  it('are none where each batch ends with the command of its author', () => {
    const clock: Actor = { kind: 'clock' };
    expect(seqs([entry(1, person(desk)), entry(2, clock), entry(3, person(desk), answers('a'))])).toEqual([]);
  });

  it('are all named, also behind another', () => {
    const other = person({ ...desk, userId: 'other' });
    const entries = [
      entry(1, person(desk), answers('a')),
      entry(2, other),
      entry(3, person(desk), answers('b')),
      entry(4, other, answers('c')),
      entry(5, person(desk)),
      entry(6, person(desk)),
    ];
    expect(seqs(entries)).toEqual([2, 4, 5, 6]);
  });

  it('are not those of before there were signatures', () => {
    expect(seqs([entry(1, person(desk)), entry(2, person(desk))], 1)).toEqual([2]);
  });
});
