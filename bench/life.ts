/** The life that all of them live in turns: six commands, none of which waits for another day. */

export interface Step {
  who: string;
  /** Of a case that is there; the first one begins it. */
  verb: string;
  body: Record<string, unknown>;
}

const VILLAGES = ['village-shixi', 'village-baitang', 'village-helin'];
const CATEGORIES = ['neighbours', 'homestead', 'debt', 'labour', 'contract', 'family'];

/** @param n which one: everybody quarrels once, so who looks for similar disputes finds a few, as in a county */
export const stepsOf = (n: number): Step[] => [
  {
    who: 'desk',
    verb: 'register',
    body: {
      title: `邻里围墙纠纷 ${n}`,
      narrative: '两户因修建围墙占地发生争执，多次口角，希望实地测量后划定界线。',
      category: CATEGORIES[n % CATEGORIES.length]!,
      grade: 'blue',
      place: { village: VILLAGES[n % VILLAGES.length]!, address: `${n} 组` },
      parties: [
        { name: `甲${n}`, role: 'applicant', phone: `138${String(n).padStart(8, '0')}` },
        { name: `乙${n}`, role: 'respondent' },
      ],
      source: { channel: 'walk-in' },
    },
  },
  { who: 'desk', verb: 'transfer', body: { to: 'justice', reason: '邻里纠纷由司法所调解' } },
  { who: 'justice', verb: 'accept', body: { transferId: 't1' } },
  { who: 'justice', verb: 'resolve', body: { outcome: 'mediated', summary: '双方实地测量后达成一致。' } },
  // Its visit would come in a week: what is measured is the machine, not the quarrel.
  { who: 'visitor', verb: 'note', body: { text: '一方仍有顾虑，暂时住在外地。' } },
  { who: 'supervisor', verb: 'waive-visit', body: { n: 1, reason: '当事人已外迁。' } },
];

export const STEPS = stepsOf(0).length;
