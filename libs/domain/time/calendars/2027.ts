import type { Notice } from './notice.js';

/** The notice has not appeared: the days of the law are known, the moved weekends are not. */
export const NOTICE_2027: Notice = {
  region: 'default',
  year: 2027,
  official: false,
  source: '《全国年节及纪念日放假办法》（国令第795号）',
  holidays: [
    { name: '元旦', statutory: ['2027-01-01'] },
    { name: '春节', statutory: ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'] },
    { name: '清明节', statutory: ['2027-04-05'] },
    { name: '劳动节', statutory: ['2027-05-01', '2027-05-02'] },
    { name: '端午节', statutory: ['2027-06-09'] },
    { name: '中秋节', statutory: ['2027-09-15'] },
    { name: '国庆节', statutory: ['2027-10-01', '2027-10-02', '2027-10-03'] },
  ],
};
