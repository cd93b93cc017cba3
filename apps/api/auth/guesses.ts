import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Vault } from '#persistence/vault/vault.js';
import { rows } from '#persistence/database/rows.js';
import { Problem } from '../http/problem.js';
import { Turns } from '../http/turns.js';

/**
 * Guessing is slowed where it happens and shuts nobody out: who guesses waits longer and longer, but only for this name
 * from this address, or on this device. What hits a name from many addresses, or many names from one, is made slow for
 * devices that never signed in, and never refused: an attacker must not be able to lock a person out.
 */
interface Bucket {
  key: string;
  /** Failures that cost nothing: people mistype. */
  free: number;
  /** Seconds that the next try has to wait at most, doubling from one. */
  refusedFor: number;
  /** Milliseconds that every try takes longer at most. */
  delayedBy: number;
}

const FORGOTTEN_AFTER = '1 day';
/** Tries of one guesser are looked at one after the other: a hundred at once are a hundred, not one. */
const LONGEST_QUEUE = 20;
/** A password is looked at for 30 ms by one of four threads: two are left for whom we know. */
const STRANGERS_AT_ONCE = 2;
const LONGEST_LINE_OF_STRANGERS = 300;

@Injectable()
export class Guesses {
  private readonly turns = new Turns(LONGEST_QUEUE);
  private readonly strangers = new Turns(LONGEST_LINE_OF_STRANGERS);
  private strangersSoFar = 0;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
  ) {}

  /**
   * @param name of all that mean the same person the one (`Sessions.named`)
   * @param device of a browser on which this person signed in before
   */
  async watch<T>(name: string, address: string, device: string | null, tryIt: () => Promise<T | null>) {
    const own: Bucket = device
      ? { key: this.vault.match('device', name, device), free: 10, refusedFor: 30, delayedBy: 0 }
      : { key: this.vault.match('guess', name, address), free: 5, refusedFor: 30, delayedBy: 0 };
    const wide: Bucket[] = device
      ? []
      : [
          { key: this.vault.match('guess-name', name), free: 20, refusedFor: 0, delayedBy: 4_000 },
          { key: this.vault.match('guess-address', address), free: 50, refusedFor: 0, delayedBy: 2_000 },
        ];
    const buckets = [own, ...wide];
    const pass = await this.turns.take(own.key);
    try {
      await this.admit(buckets);
      const result = await (device ? tryIt() : this.amongStrangers(tryIt));
      if (result === null) await this.failed(buckets);
      else await this.source.query(`DELETE FROM sign_in_failure WHERE bucket = $1`, [own.key]);
      return result;
    } finally {
      pass();
    }
  }

  private async amongStrangers<T>(tryIt: () => Promise<T>): Promise<T> {
    this.strangersSoFar += 1;
    const pass = await this.strangers.take(String(this.strangersSoFar % STRANGERS_AT_ONCE));
    return tryIt().finally(pass);
  }

  private async admit(buckets: Bucket[]): Promise<void> {
    const found = await rows<{ bucket: string; failures: number; ago: number }>(
      this.source,
      `SELECT bucket, failures, extract(epoch FROM clock_timestamp() - last_at)::float AS ago FROM sign_in_failure
       WHERE bucket = ANY ($1) AND last_at > now() - $2::interval`,
      [buckets.map(({ key }) => key), FORGOTTEN_AFTER],
    );
    let delay = 0;
    for (const { bucket, failures, ago } of found) {
      const { free, refusedFor, delayedBy } = buckets.find(({ key }) => key === bucket)!;
      const beyond = failures - free;
      if (beyond < 0) continue;
      const wait = Math.min(refusedFor, 2 ** Math.min(beyond, 20)) - ago;
      if (wait > 0) throw new Problem('TOO_MANY_REQUESTS', {}, Math.ceil(wait));
      delay = Math.max(delay, Math.min(delayedBy, 250 * (beyond + 1)));
    }
    if (delay > 0) await pause(delay);
  }

  private async failed(buckets: Bucket[]): Promise<void> {
    await this.source.query(
      `WITH old AS (DELETE FROM sign_in_failure
         WHERE last_at < now() - $2::interval AND bucket <> ALL ($1))
       INSERT INTO sign_in_failure AS f (bucket, failures, last_at)
       SELECT bucket, 1, clock_timestamp() FROM unnest($1::text[]) AS bucket ORDER BY bucket
       ON CONFLICT (bucket) DO UPDATE SET last_at = excluded.last_at,
         failures = CASE WHEN f.last_at > now() - $2::interval THEN f.failures + 1 ELSE 1 END`,
      [buckets.map(({ key }) => key), FORGOTTEN_AFTER],
    );
  }
}
