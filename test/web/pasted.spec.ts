import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import * as ofCases from '#domain/dispute/parties.js';
import type { PartyRole } from '#domain/words.js';
import { Party } from '../../apps/api/disputes/bodies.js';
import { MOST, MOST_PARTIES, readPasted } from '../../apps/web/desk/pasted.js';

const ROLES = new Map<string, PartyRole>([
  ['申请人', 'applicant'],
  ['被申请人', 'respondent'],
]);
const read = (text: string, room = 200) => readPasted(text, room, 'applicant', ROLES);
const party = (more: object) => ({ name: '', role: 'applicant', phone: '', idNumber: '', address: '', ...more });

describe('a table of people that was pasted', () => {
  it('has as many people, and as much of each, as a case takes', () => {
    const { properties } = z.toJSONSchema(Party) as { properties: Record<string, { maxLength?: number }> };
    const taken = Object.keys(MOST).map((field) => [field, properties[field]!.maxLength]);
    expect(MOST_PARTIES).toBe(ofCases.MOST_PARTIES);
    expect(MOST).toEqual(Object.fromEntries(taken));
  });

  it('is read by its head, in any order, with columns that say nothing', () => {
    const text =
      '序号\t身份证号码\t姓名\t家庭住址\t联系电话\n1\t110105194912310021\t韦大山\t河林村3组\t13800001111\r\n2\t\t李四\t\t无\n';
    expect(read(text)).toEqual({
      parties: [
        party({ name: '韦大山', phone: '13800001111', idNumber: '110105194912310021', address: '河林村3组' }),
        party({ name: '李四', phone: '无' }),
      ],
      faults: [],
      aside: [],
      rest: '',
    });
  });

  it('of a building site takes everybody, and says of whom it left out what', () => {
    const text = [
      '龙翔工地欠薪人员名单',
      '序号\t姓 名\t性别\t身份证号（必填）\t工种\t手机号\t欠薪金额（元）',
      '1\t韦大山\t男\t110105194912310021\t木工\t13800001111\t12000',
      '2\t李四\t女\t\t\t13900002222\t8.5E+3',
      '合计\t\t\t\t\t\t20500',
    ];
    expect(read(text.join('\n'))).toEqual({
      parties: [
        party({ name: '韦大山', phone: '13800001111', idNumber: '110105194912310021' }),
        party({ name: '李四', phone: '13900002222' }),
      ],
      faults: [],
      aside: [
        { name: '', cells: [{ cell: '龙翔工地欠薪人员名单' }] },
        {
          name: '韦大山',
          cells: [
            { head: '性别', cell: '男' },
            { head: '工种', cell: '木工' },
            { head: '欠薪金额（元）', cell: '12000' },
          ],
        },
        {
          name: '李四',
          cells: [
            { head: '性别', cell: '女' },
            { head: '欠薪金额（元）', cell: '8.5E+3' },
          ],
        },
        { name: '', cells: [{ cell: '合计' }, { cell: '20500' }] },
      ],
      rest: '',
    });
  });

  it('takes each head of a roster that it does not know for none of a person', () => {
    for (const head of [
      '民族',
      '年龄',
      '籍贯',
      '班组',
      '银行卡号',
      '开户行',
      '欠薪月份',
      '备注',
      '签字',
      '所属公司',
      'Trade',
    ]) {
      const { parties, aside, rest } = read(`姓名\t${head}\t联系电话\n韦大山\t某\t13800001111`);
      expect([parties, aside, rest]).toEqual([
        [party({ name: '韦大山', phone: '13800001111' })],
        [{ name: '韦大山', cells: [{ head, cell: '某' }] }],
        '',
      ]);
    }
    // Of two names and two papers the first is theirs; a role that is none of ours is none.
    const { parties, aside } = read('姓名\t身份\t证件号\t身份证\t业主姓名\n韦大山\t班组长\t1\t2\t李四');
    expect(parties).toEqual([party({ name: '韦大山', idNumber: '1' })]);
    expect(aside[0]!.cells.map(({ cell }) => cell)).toEqual(['班组长', '2', '李四']);
  });

  it('without a head takes who somebody is for no address', () => {
    const { parties, aside, faults } = read('1\t韦大山\t男\t壮族\t木工\t45\t13800001111\t12000\t河林村');
    expect(parties).toEqual([party({ name: '韦大山', phone: '13800001111', address: '河林村' })]);
    expect(aside.map(({ cells }) => cells.map(({ cell }) => cell))).toEqual([['男', '壮族', '木工', '45', '12000']]);
    expect(faults).toEqual([]);
  });

  it('is read by what stands in it where it has no head, tab or comma separated', () => {
    const one = [
      party({ name: '韦大山', phone: '138 0000 1111', idNumber: '11010519491231002X', address: '河林村3组' }),
    ];
    expect(read('1\t韦大山\t138 0000 1111\t11010519491231002X\t河林村3组').parties).toEqual(one);
    expect(read('韦大山,11010519491231002X,138 0000 1111,河林村3组').parties).toEqual(one);
    expect(read('韦大山，138 0000 1111，11010519491231002X，河林村3组').parties).toEqual(one);
    expect(read('韦大山\t被申请人').parties).toEqual([party({ name: '韦大山', role: 'respondent' })]);
    expect(read('韦大山\n\n李四\n').parties.map(({ name }) => name)).toEqual(['韦大山', '李四']);
  });

  it('takes what a spreadsheet quotes', () => {
    const quoted = '韦大山\t"13800001111\n13900002222"\t\t"河林村""三组"""\n李四\t13800003333';
    expect(read(quoted).parties).toEqual([
      party({ name: '韦大山', phone: '13800001111 13900002222', address: '河林村"三组"' }),
      party({ name: '李四', phone: '13800003333' }),
    ]);
  });

  it('says by line what was not understood, and keeps those lines with their head', () => {
    const text = [
      '姓名\t电话\t工资',
      '韦大山\t13800001111',
      '\t13900002222',
      '李四\t1.39E+10',
      '王五\t139\t三千',
      '赵六',
    ];
    const { parties, faults, aside, rest } = read(text.join('\n'));
    expect(parties.map(({ name }) => name)).toEqual(['韦大山', '王五', '赵六']);
    expect(aside).toEqual([{ name: '王五', cells: [{ head: '工资', cell: '三千' }] }]);
    expect(faults).toEqual([
      { line: 3, why: 'no-name' },
      { line: 4, why: 'cut', cell: '1.39E+10' },
    ]);
    expect(rest).toBe([text[0], text[2], text[3]].join('\n'));
  });

  it('takes no more than the case does, and keeps the others', () => {
    const names = Array.from({ length: 203 }, (_, n) => `工人甲${n}\t1380000${String(n).padStart(4, '0')}`);
    const { parties, faults, rest } = read(names.join('\n'));
    expect(parties).toHaveLength(200);
    expect(faults.map(({ line, why }) => [line, why])).toEqual([
      [201, 'too-many'],
      [202, 'too-many'],
      [203, 'too-many'],
    ]);
    expect(rest.split('\n')).toEqual(names.slice(200));
  });

  it('keeps a head that heads nobody', () => {
    const text = '姓名\t韦大山';
    expect(read(text)).toEqual({ parties: [], faults: [], aside: [], rest: text });
    expect(read(`${text}\n李四`).rest).toBe('');
  });

  it('loses no letter that somebody pasted, below a head or without one', () => {
    const letters = fc.constantFrom(...'韦山1380X\t,\n" 名');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 60 }), fc.boolean(), (text, headed) => {
        const { parties, aside, rest } = read(headed ? `姓名\t电话\n${text}` : text);
        const cells = aside.flatMap((each) => each.cells.map(({ cell }) => cell));
        const shown = [...parties.flatMap((each) => Object.values<string>({ ...each })), ...cells, rest].join('');
        // What only parts cells, quotes them or numbers lines tells of nobody.
        for (const letter of text.replace(/[\s,"\d]/g, '')) expect(shown).toContain(letter);
      }),
      { numRuns: 1000 },
    );
  });
});
