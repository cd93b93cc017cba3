import { expect, it } from '@jest/globals';
import { STATUSES } from '../words.js';
import { COUNTED_AS } from './open.js';

it('counts each case that is not closed once, as open or as being visited', () => {
  const counted: string[] = Object.values(COUNTED_AS).flat();
  expect([...counted].sort()).toEqual(STATUSES.filter((each) => each !== 'closed').sort());
});
