import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config/config.js';
import { Changes, type Change } from './changes.js';

describe('the first answer there is', () => {
  const changes = new Changes(loadConfig({ DATABASE_READER_URL: 'postgres://nowhere' }));
  const hear = (change: Change) => (changes as unknown as { heard(change: Change): void }).heard(change);
  const never = () => new Promise<never>(() => undefined);

  it('is what the record holds after a change of this dispute, not of another one', async () => {
    let looks = 0;
    const first = changes.firstOf('a', never, async () => (++looks === 1 ? null : 'held'));
    hear({ dispute: 'b' });
    hear({ users: ['desk'] });
    expect(looks).toBe(0);
    // Somebody else's command was committed first.
    hear({ dispute: 'a' });
    hear({ dispute: 'a' });
    expect(await first).toBe('held');
    hear({ dispute: 'a' });
    expect(looks).toBe(2);
  });

  it('is what was sent for, where nothing can be looked at', async () => {
    let tell!: (answer: string) => void;
    const told = new Promise<string>((resolve) => (tell = resolve));
    const first = changes.firstOf(
      'a',
      () => told,
      () => Promise.reject(new Error('away')),
    );
    hear({ dispute: 'a' });
    tell('told');
    expect(await first).toBe('told');
  });

  it('is a refusal as well; what fails after the answer disturbs nobody', async () => {
    const refused = changes.firstOf('a', () => Promise.reject(new Error('NOT_ALLOWED')), never);
    await expect(refused).rejects.toThrow('NOT_ALLOWED');

    let fail!: (error: Error) => void;
    const sent = new Promise<never>((_, reject) => (fail = reject));
    const first = changes.firstOf(
      'a',
      () => sent,
      () => Promise.resolve('held'),
    );
    hear({ dispute: 'a' });
    expect(await first).toBe('held');
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    fail(new Error('the deadline passed'));
    await new Promise((tick) => setImmediate(tick));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
