import { describe, expect, it } from '@jest/globals';
import { maskedIdNumber, maskedPhone } from './masking.js';

describe('masking', () => {
  it.each([
    ['13800009876', '138****9876'],
    ['0872-5551234', '087*****1234'],
    ['5551234', '******4'],
    ['110', '***'],
  ])('hides telephone %s as %s', (phone, shown) => expect(maskedPhone(phone)).toBe(shown));

  it.each([
    ['532901198001011234', '532901********1234'],
    ['P1234567', '******67'],
  ])('hides identity number %s as %s', (idNumber, shown) => expect(maskedIdNumber(idNumber)).toBe(shown));
});
