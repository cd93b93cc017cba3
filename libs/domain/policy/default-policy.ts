import type { Limit } from '../time/limit.js';
import type { PolicyDocument, Rung } from './document.js';
import { ALARM } from './alarm.js';
import { DOORSTEP } from './doorstep.js';
import { SUSPENDING } from './suspending.js';

/**
 * The policy that ships as region "default": the numbers of domain.md §6 and §7. It is data; a region
 * publishes its own.
 */
const minutes = (amount: number): Limit => ({ amount, unit: 'minutes' });
const hours = (amount: number): Limit => ({ amount, unit: 'hours' });
const days = (amount: number): Limit => ({ amount, unit: 'days' });
const months = (amount: number): Limit => ({ amount, unit: 'months' });
const workingHours = (amount: number): Limit => ({ amount, unit: 'workingHours' });
const workingDays = (amount: number): Limit => ({ amount, unit: 'workingDays' });

const handleLadder: Rung[] = [
  { at: { percent: 50 }, when: 'no-progress', do: 'remind', to: ['handler'] },
  { at: { percent: 80 }, do: 'warn', to: ['handler', 'head'] },
  { at: { percent: 100 }, do: 'explain', to: ['head'] },
  { at: { after: workingDays(1) }, do: 'urge', to: ['head', 'desk'] },
  { at: { after: workingDays(3) }, grades: ['blue'], do: 'supervise', to: ['director'] },
  { at: { after: workingDays(3) }, grades: ['yellow'], do: 'supervise', to: ['director', 'political-legal'] },
  { at: { after: hours(12) }, grades: ['red'], do: 'supervise', to: ['political-legal', 'secretary'] },
  { at: { after: workingDays(5) }, grades: ['blue', 'yellow'], do: 'bulletin', to: ['secretary'] },
  { at: { after: hours(24) }, grades: ['red'], do: 'bulletin', to: ['secretary'] },
  { at: { after: workingDays(10) }, do: 'propose-listing', to: ['county'] },
  { at: { percent: 100 }, when: 'second-lateness', do: 'propose-listing', to: ['county'] },
];

export const DEFAULT_POLICY: PolicyDocument = {
  region: 'default',
  title: '矛盾纠纷流转默认规则',
  limits: {
    triage: { blue: workingHours(7), yellow: hours(4), red: minutes(30) },
    grade: { blue: workingDays(1), yellow: hours(4), red: hours(1) },
    dispatch: { blue: workingDays(1), yellow: hours(8), red: hours(1) },
    'answer-transfer': { blue: workingDays(1), yellow: workingHours(4), red: hours(1) },
    'return-window': { blue: workingDays(2), yellow: workingDays(1), red: hours(4) },
    'decide-return': { blue: workingDays(1), yellow: workingHours(4), red: hours(1) },
    'first-contact': { blue: workingDays(1), yellow: hours(24), red: hours(1) },
    plan: { blue: null, yellow: workingDays(2), red: hours(24) },
    stabilise: { blue: null, yellow: null, red: hours(24) },
    watch: { blue: days(30), yellow: days(45), red: days(60) },
    'assist-report': { blue: workingDays(3), yellow: workingDays(2), red: hours(24) },
    'decide-extension': { blue: workingDays(1), yellow: workingDays(1), red: hours(4) },
    'review-suspension': { blue: days(30), yellow: days(15), red: days(7) },
    'safety-check': { blue: days(30), yellow: days(30), red: days(7) },
    meeting: { blue: workingDays(5), yellow: workingDays(3), red: hours(24) },
  },
  handle: {
    blue: { simple: days(1), ordinary: workingDays(7), complex: days(20) },
    yellow: { simple: days(1), ordinary: workingDays(7), complex: days(20) },
    red: { simple: days(30), ordinary: days(30), complex: days(30) },
  },
  ladders: {
    default: [
      { at: { percent: 80 }, do: 'remind', to: ['handler'] },
      { at: { percent: 100 }, do: 'explain', to: ['head'] },
      { at: { after: workingDays(1) }, do: 'urge', to: ['desk'] },
      { at: { after: workingDays(3) }, do: 'supervise', to: ['director'] },
    ],
    handle: handleLadder,
    'answer-transfer': [
      { at: { percent: 50 }, do: 'remind', to: ['handler'] },
      { at: { percent: 100 }, do: 'explain', to: ['head'] },
      { at: { percent: 200 }, do: 'redispatch', to: ['desk'] },
    ],
    'return-visit': [
      { at: { on: 'eve' }, time: '17:30', do: 'remind', to: ['visitor'] },
      { at: { on: 'morning' }, time: '08:00', do: 'remind', to: ['visitor'] },
      // Of a visit on Monday on Friday too, while one can still plan it from the office.
      { at: { on: 'last-workday' }, time: '14:00', do: 'remind', to: ['visitor'] },
      { at: { percent: 100 }, do: 'explain', to: ['head'] },
      { at: { after: workingDays(1) }, do: 'supervise', to: ['director'] },
    ],
  },
  visits: {
    blue: [{ after: days(7), mode: 'phone', tolerance: days(2) }],
    yellow: [
      { after: days(1), mode: 'in-person', tolerance: days(1) },
      { after: days(3), mode: 'phone', tolerance: days(1) },
      { after: days(7), mode: 'phone', tolerance: days(1) },
      { after: days(30), mode: 'phone', tolerance: days(1) },
    ],
    red: [
      { after: days(1), mode: 'in-person-pair', tolerance: hours(12) },
      { after: days(3), mode: 'in-person-pair', tolerance: days(1) },
      { after: days(7), mode: 'in-person-pair', tolerance: days(1) },
      ...[1, 2, 3, 4, 5, 6].map((n) => ({ after: months(n), mode: 'in-person-pair' as const, tolerance: days(1) })),
    ],
  },
  returns: {
    blue: { perDepartment: 1, perDispute: 2 },
    yellow: { perDepartment: 1, perDispute: 2 },
    red: { perDepartment: 1, perDispute: 1 },
  },
  extensions: {
    blue: { by: workingDays(3), times: 1, approver: 'head' },
    yellow: { by: workingDays(10), times: 1, approver: 'director' },
    red: { by: days(30), times: 1, approver: 'secretary' },
  },
  mediationStop: { limit: days(30), withConsent: true },
  relapse: { blue: 'yellow', yellow: 'red', red: 'red' },
  repeat: { within: days(90), second: 'yellow', third: 'red' },
  unreachable: { tries: 3 },
  mediators: ['justice'],
  suspension: { by: ['supervisor'], ...SUSPENDING },
  leg: { restAtLeast: 0.5, total: 1.5 },
  reopen: { within: days(180) },
  visitsAtLeast: [
    { dangerSign: 'domestic-violence', as: 'yellow' },
    { dangerSign: 'minor', as: 'yellow' },
  ],
  reportedLate: hours(48),
  ...DOORSTEP,
  majorKinds: [],
  ...ALARM,
  routing: [
    {
      category: 'family',
      dangerSign: 'violence',
      to: 'police',
      assist: ['justice'],
      reason: '有暴力迹象，先由派出所处置',
    },
    {
      category: 'family',
      dangerSign: 'domestic-violence',
      to: 'police',
      assist: ['justice'],
      reason: '涉家庭暴力，先由派出所处置',
    },
    { category: 'family', to: 'justice', reason: '婚姻家庭、赡养纠纷由司法所调解' },
    { category: 'neighbours', to: 'justice', reason: '邻里、排水、通行、噪音纠纷由司法所调解' },
    { category: 'homestead', to: 'land', reason: '宅基地权属和使用由自然资源所处理' },
    { category: 'land-title', to: 'land', reason: '土地权属争议由自然资源所处理' },
    { category: 'land-contract', to: 'agriculture', reason: '土地承包经营纠纷由农业农村部门处理' },
    { category: 'forest-title', to: 'forestry', reason: '山林权属争议由林业站处理' },
    { category: 'labour', to: 'labour', reason: '劳动报酬纠纷由人社部门处理' },
    { category: 'debt', to: 'justice', reason: '债务纠纷由司法所调解' },
    { category: 'contract', to: 'justice', reason: '合同纠纷由司法所调解' },
    { category: 'consumer', to: 'justice', reason: '消费纠纷由司法所调解' },
    { category: 'public-order', to: 'police', reason: '治安类纠纷由派出所处理，情节轻微的可以调解' },
  ],
  workingTime: {
    zone: 'Asia/Shanghai',
    hours: [
      ['08:30', '12:00'],
      ['14:00', '17:30'],
    ],
  },
  statutory: {
    'land-title': [
      { step: 'acceptance-opinion', limit: workingDays(7) },
      { step: 'copy', limit: workingDays(5) },
      { step: 'answer', limit: days(30) },
      { step: 'investigation', limit: months(6), extension: months(3) },
    ],
    'forest-title': [
      { step: 'acceptance-opinion', limit: workingDays(7) },
      { step: 'copy', limit: workingDays(5) },
      { step: 'answer', limit: days(30) },
      { step: 'investigation', limit: months(6), extension: months(3) },
    ],
    'land-contract-arbitration': [
      { step: 'acceptance', limit: workingDays(5) },
      { step: 'award', limit: days(60), extension: days(30) },
    ],
    labour: [{ step: 'mediation', limit: days(15) }],
    petition: [
      { step: 'acceptance', limit: days(15) },
      { step: 'objection', limit: workingDays(5) },
      { step: 'reply', limit: days(60), extension: days(30) },
    ],
  },
};

/** Routes and mediators of a policy are departments: a county that has none yet names its own. */
export const RULES_ALONE: PolicyDocument = { ...DEFAULT_POLICY, mediators: [], routing: [] };
