import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../support/town.js';
import { askedAt } from '../../apps/web/parts/asked.js';

describe('who was asked', () => {
  it('has the name of each moment, through one succession after the other', () => {
    const town = new Town(shanghai('2026-11-23 09:00')).handledBy('justice');
    const accepted = town.now;
    town.later(3_600_000);
    const first = town.now;
    town.succeed('justice', 'labour');
    town.later(3_600_000);
    town.succeed('labour', 'forestry');
    const transfer = town.row!.transfers[0]!;
    expect([transfer.offeredAt, accepted, first, town.now].map((at) => askedAt(transfer, at))).toEqual([
      'justice',
      'justice',
      'labour',
      'forestry',
    ]);
  });
});
