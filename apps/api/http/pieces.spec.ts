import { describe, expect, it } from '@jest/globals';
import { email } from './pieces.js';

describe('an e-mail address', () => {
  it.each(['qin@example.cn', "o'hara.w+x@mail-1.example.com"])('may be %s', (address) => {
    expect(email.safeParse(address).success).toBe(true);
  });

  it.each([
    'qin@mail-.example.cn',
    'qin@-mail.example.cn',
    'qin@example-.cn',
    'qin..w@example.cn',
    '.qin@example.cn',
    'qin@cn',
  ])('is not %s', (address) => {
    expect(email.safeParse(address).success).toBe(false);
  });
});
