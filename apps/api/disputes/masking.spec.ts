import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callsIn, maskedIdNumber, maskedPhone, partiesFor } from './masking.js';

describe('masking', () => {
  it.each([
    ['13800009876', '138****9876'],
    ['0872-5551234', '087*****1234'],
    ['5551234', '******4'],
    ['110', '***'],
    // Of several each for itself.
    ['13800138000/13900139000', '138****8000/139****9000'],
    ['13800138000 13900139000', '138****8000 139****9000'],
    ['13800138000-13900139000', '138****8000-139****9000'],
    ['1380013800013900139000', '138****8000 139****9000'],
    ['本人13800138000、妻子 139 0013 9000', '本人138****8000、妻子 139******9000'],
    ['138 0013 8000 139 0013 9000', '***********************9000'],
    ['+86 13800138000', '+86********8000'],
    ['１３８００１３８０００', '１３８****８０００'],
    ['一三八零零一三八零零零', '一三八****八零零零'],
    ['微信zhangsan_01', '微信zha****n_01'],
    // What is none hides nobody.
    ['无', '无'],
    ['不知道，一直没有', '不知道，一直没有'],
    ['', ''],
  ])('hides telephone %s as %s', (phone, shown) => expect(maskedPhone(phone)).toBe(shown));

  it.each([
    ['532901198001011234', '532901********1234'],
    ['P1234567', '******67'],
    ['身份证 110105 19491231 002X', '身份证 110105**********002X'],
    ['532901198001011234、532901198001015678', '532901********1234、532901********5678'],
    ['532901198001011234 532901198001015678', '532901********1234 532901********5678'],
    ['无', '无'],
    ['没有带', '没有带'],
  ])('hides identity number %s as %s', (idNumber, shown) => expect(maskedIdNumber(idNumber)).toBe(shown));

  it('hides identity numbers from everybody, telephones from all but the desk and the holder', () => {
    const parties = [
      { id: 'p1', name: '甲', role: 'other' as const, phone: '13800009876', idNumber: '532901198001011234' },
    ];
    const shown = (departmentId: string) => partiesFor({ desk: 'police', holder: 'labour', parties }, departmentId)[0]!;
    for (const [who, phone] of [
      ['police', '13800009876'],
      ['labour', '13800009876'],
      ['justice', '138****9876'],
    ] as const) {
      const { phone: seen, idNumber } = shown(who);
      expect([who, seen, idNumber]).toEqual([who, phone, '532901********1234']);
    }
  });

  it('leaves a telephone that is not masked in what can be called of it', () => {
    expect(callsIn('13800138000/无')).toEqual([
      { text: '13800138000', tel: '+8613800138000' },
      { text: '/', tel: null },
      { text: '无', tel: null },
    ]);
    expect(callsIn('0872-2123456转801')).toEqual([{ text: '0872-2123456转801', tel: '+868722123456;ext=801' }]);
    const parties = [{ id: 'p1', name: '甲', role: 'other' as const, phone: '13800009876' }];
    const [seen] = partiesFor({ desk: 'police', holder: 'labour', parties }, 'justice');
    expect(seen).not.toHaveProperty('calls');
    expect(partiesFor({ desk: 'police', holder: 'labour', parties }, 'labour')[0]!.calls).toHaveLength(1);
  });

  it('leaves nothing in sight that is as long as a number', () => {
    const bits = fc.constantFrom('13800138000', '0872-2123456', '110105', '19491231', ' ', '/', '转', '无', '-', '+86');
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 6 }), (typed) => {
        for (const mask of [maskedPhone, maskedIdNumber]) expect(mask(typed.join(''))).not.toMatch(/\d{7}/);
      }),
    );
  });
});
