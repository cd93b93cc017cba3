import type { DemoLeg, DemoPresent } from '../apps/local/township/shapes.js';
import { disputes } from '../apps/local/township/half-year.js';
import { CATEGORIES, type Category } from '#domain/words.js';

/** Random lives in the mix of the demo township: the same number gives the same life. */

const WHOLE = disputes.filter(({ resolution, visits, legs }) => resolution && visits.length > 0 && legs.length > 0);
const OFFICES = ['justice', 'land', 'forestry', 'labour', 'agriculture'];
const VILLAGES = ['village-shixi', 'village-baitang', 'village-helin'] as const;
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = [...'国建德兴福秀桂玉春明志文海林水根金银松柏梅兰菊英华芳敏静丽强军平安和顺'];
const STAGES: DemoPresent['stage'][] = [
  ...(['ungraded', 'to-dispatch', 'offered', 'offer-unanswered', 'returned-undecided', 'returned-twice'] as const),
  ...(['accepted', 'accepted', 'in-work', 'in-work', 'in-work', 'late', 'in-house', 'designated'] as const),
  ...(['resolved-visit-today', 'resolved-visit-late', 'visiting', 'visiting', 'closed-today', 'relapsed'] as const),
];

/** mulberry32: small, fast, and good enough to mix a township. */
export function randomOf(seed: number): () => number {
  let a = seed * 2_654_435_761;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @param n which life */
export function lifeOf(n: number): DemoPresent {
  const random = randomOf(n + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const base = pick(WHOLE);
  const village = pick(VILLAGES);
  const lead = base.legs.at(-1)!.to;
  const legs: DemoLeg[] = [
    // One in eight goes to the wrong office first, which sends it back.
    ...(random() < 0.12 ? [returned(pick(OFFICES.filter((each) => each !== lead)), random)] : []),
    ...base.legs
      .slice(-1)
      .map((leg) => ({ ...leg, answer: 'accept' as const, answerAfterMinutes: 20 + random() * 200 })),
  ];
  return {
    ...base,
    ref: `scale ${n}`,
    title: `${base.title}（${pick(SURNAMES)}家 ${n}）`,
    category: random() < 0.2 ? pick<Category>(CATEGORIES) : base.category,
    grade: random() < 0.03 ? 'red' : random() < 0.2 ? 'yellow' : 'blue',
    plan: base.plan ?? { goal: '化解矛盾，防止激化', measures: ['逐户走访', '约期调解'] },
    village,
    address: `${1 + Math.floor(random() * 20)} 组 ${1 + Math.floor(random() * 200)} 号`,
    parties: base.parties.map((party, index) => ({
      name: `${pick(SURNAMES)}${pick(GIVEN)}${pick(GIVEN)}`,
      role: party.role,
      // A few people quarrel again and again.
      phone: `1${String(30_000_000_00 + (random() < 0.03 ? n % 50 : n) * 10 + index)}`,
    })),
    legs,
    stage: pick(STAGES),
    startedWorkingDaysAgo: 1 + Math.floor(random() * 12),
  };
}

function returned(to: string, random: () => number): DemoLeg {
  return {
    to,
    reason: '请贵单位先行处理。',
    answerAfterMinutes: 30 + random() * 200,
    answer: {
      returnReason: 'not-our-duty',
      text: '不属于本单位职责。',
      upheld: true,
      decision: '理由成立，另行交办。',
    },
  };
}
