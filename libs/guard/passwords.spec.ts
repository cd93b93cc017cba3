import { describe, expect, it } from '@jest/globals';
import { flawOf, hashPassword, isOutdated, isPassword } from './passwords.js';

describe('passwords', () => {
  it.each([
    ['short', '塘边三棵柳树', 'TOO_SHORT'],
    ['long', 'x1'.repeat(101), 'TOO_LONG'],
    ['well-known', 'qwertyuiop123', 'COMMON'],
    ['well-known with signs and a year behind it', 'Iloveyou!!!!2026', 'COMMON'],
    ['one figure over and over', '11111111111111', 'REPETITIVE'],
    ['made of the name beside it', 'ZhouMin19800101', 'FROM_CONTEXT'],
    ['made of the department', 'Zhoumin-police-80', 'FROM_CONTEXT'],
  ])('refuses one that is %s', (_what, password, flaw) => {
    expect(flawOf(password, ['zhoumin', 'police'])).toBe(flaw);
  });

  it.each(['塘边三棵柳树下的老水井和石磨', 'correct horse battery staple', 'zhoumin keeps nine geese'])(
    'takes %s',
    (password) => {
      expect(flawOf(password, ['zhoumin', 'police'])).toBeNull();
    },
  );

  it('takes two hundred characters and no more', () => {
    const sentence = '井台边有九只鹅在过马路而没有一个人看见它们';
    const long = Array.from({ length: 200 }, (_, n) => [...sentence][(n * 7 + Math.floor(n / 20)) % 21]).join('');
    expect([[...long].length, flawOf(long, [])]).toEqual([200, null]);
    expect(flawOf(`${long}鹅`, [])).toBe('TOO_LONG');
  });

  it('knows its own and no other, also where there is no account', async () => {
    const kept = await hashPassword('correct horse battery staple');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword('correct horse battery staple', kept)).toBe(true);
    expect(await isPassword('correct horse battery stable', kept)).toBe(false);
    expect(await isPassword('correct horse battery staple', null)).toBe(false);
    expect(isOutdated(kept)).toBe(false);
    expect(isOutdated(kept.replace('m=19456', 'm=4096'))).toBe(true);
  });

  it('takes full-width letters for the same password', async () => {
    expect(await isPassword('ｃorrect horse battery staple', await hashPassword('correct horse battery staple'))).toBe(
      true,
    );
  });
});
