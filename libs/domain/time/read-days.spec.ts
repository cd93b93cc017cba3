import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDays } from './read-days.js';

const ICS = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20270101',
  'DTEND;VALUE=DATE:20270104',
  'SUMMARY:元旦（休）',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20270131',
  'SUMMARY:春节',
  ' 补班',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20270314',
  'SUMMARY:植树节',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20260101',
  'SUMMARY:元旦（休）',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

describe('a year as somebody has it', () => {
  it('is read from a calendar file: its days, and what is neither off nor worked', () => {
    expect(readDays(ICS, 2027)).toEqual({
      holidays: ['2027-01-01', '2027-01-02', '2027-01-03'],
      makeUpDays: ['2027-01-31'],
      source: null,
      problems: [{ code: 'NOT_UNDERSTOOD', said: '植树节' }],
    });
  });

  it('is read from the lines of a sheet, with heads or without', () => {
    const lines = '2027/1/1,放假\n2027-01-02,元旦假期\n2027年1月9日,调休上班\n2027-02-30,放假\n2026-12-31,放假';
    const found = {
      holidays: ['2027-01-01', '2027-01-02'],
      makeUpDays: ['2027-01-09'],
      // Of whose word it is a list of days says nothing.
      source: null,
      problems: [
        { code: 'NO_SUCH_DATE', said: '2027-02-30,放假' },
        { code: 'DAY_OF_OTHER_YEAR', said: '2026-12-31,放假' },
      ],
    };
    expect(readDays(lines, 2027)).toEqual(found);
    expect(readDays(`\ufeff日期,安排\r\n${lines.replaceAll('\n', '\r\n')}\r\n`, 2027)).toEqual(found);
  });

  it('is read but for the lines that are none, which are named', () => {
    const found = (text: string) => {
      const { holidays, problems } = readDays(text, 2027);
      return [holidays, problems];
    };
    const good = ['2027-01-01'];
    const bad = (said: string) => [{ code: 'NOT_UNDERSTOOD', said }];
    expect(found('2027-01-01,放假\nabc')).toEqual([good, bad('abc')]);
    expect(found('日期,安排\n2027-01-01,放假\n2027-01-02')).toEqual([good, bad('2027-01-02')]);
    expect(found('O1/02/2027,放假\n2027-01-01,放假')).toEqual([good, bad('O1/02/2027,放假')]);
    // A notice is none, whichever of its lines begins with a day.
    const notice = '一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n某某办公厅\n2026年11月4日，印发';
    expect(found(notice)[0]).toEqual(['2027-01-01', '2027-01-02', '2027-01-03']);
  });

  it('is read from the text of its notice', () => {
    const { holidays, problems } = readDays('一、元旦：1月1日（周五）至3日（周日）放假，共3天。', 2027);
    expect([holidays, problems]).toEqual([['2027-01-01', '2027-01-02', '2027-01-03'], []]);
  });

  it('takes a slip of the pen for one', () => {
    const long = ICS.replace('DTEND;VALUE=DATE:20270104', 'DTEND;VALUE=DATE:29990104');
    const { holidays, problems } = readDays(long, 2027);
    expect([holidays.length, problems[0]]).toEqual([31, { code: 'OTHER_LENGTH', said: '元旦（休）' }]);
    expect(readDays('BEGIN:VCALENDAR', 2027).problems).toEqual([{ code: 'NOTHING_FOUND', said: '' }]);
  });

  it('takes whatever is pasted', () => {
    fc.assert(fc.property(fc.string(), (text) => void readDays(`BEGIN:VCALENDAR\nBEGIN:VEVENT\n${text}`, 2027)));
    fc.assert(fc.property(fc.string(), (text) => void readDays(`2027-01-01,${text}`, 2027)));
  });
});
