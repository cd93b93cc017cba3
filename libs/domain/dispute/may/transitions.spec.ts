import { describe, expect, it } from '@jest/globals';
import { lifeTable } from '../../../../test/support/life.js';
import { heldPage } from '../../../../test/support/pages.js';
import { PEOPLE, Town, shanghai } from '../../../../test/support/town.js';
import { VERBS, type CommandData, type PersonCommandType, type Verb } from '../commands.js';
import { can } from '../decide.js';
import { REFUSAL_CODES, type RefusalCode } from '../../errors.js';
import { TRANSITIONS } from './transitions.js';

type Request = {
  [T in PersonCommandType]: [who: string, type: T, data: CommandData[T] | ((town: Town) => CommandData[T])];
}[PersonCommandType];

function attempt(town: Town, [who, type, data]: Request) {
  return town.as(who).attempt(type, (typeof data === 'function' ? data(town) : data) as never);
}

function entered(grade?: 'blue', repeats?: string[]): Town {
  const town = new Town(shanghai('2026-11-23 09:00'));
  town.as('desk').register({ ...(grade && { grade }), ...(repeats && { repeats }) });
  return town;
}

function offered(): Town {
  const town = entered('blue');
  town.as('desk').do('TransferDispute', { to: 'justice', role: 'lead', designated: false });
  return town;
}

function returned(): Town {
  const town = offered();
  town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
  return town;
}

/** Justice leads, land assists, forestry was asked to assist. */
function handling(): Town {
  const town = offered();
  town.as('justice').do('AcceptTransfer', { transferId: 't1' });
  town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
  town.as('land').do('AcceptTransfer', { transferId: 't2' });
  town.as('desk').do('TransferDispute', { to: 'forestry', role: 'assist', designated: false });
  return town;
}

/** Justice asked for more time, has an order to answer, a meeting is called, and land owes a decision of another. */
function busy(): Town {
  const town = handling();
  town
    .as('justice')
    .do('AskExtension', { obligationId: town.owed('handle')!.id, by: { amount: 1, unit: 'workingDays' } });
  town.as('supervisor').do('OrderSupervision', { answerWithin: { amount: 2, unit: 'workingDays' } });
  town.as('desk').do('CallMeeting', { departments: ['land'], at: shanghai('2026-11-25 09:00') });
  const decision = { departmentId: 'land', dueAt: shanghai('2026-12-01 17:30') };
  town.as('desk').do('CallMeeting', { departments: ['land'], at: shanghai('2026-11-24 09:00') });
  town.as('desk').do('ConcludeMeeting', { meetingId: 'm2', decisions: [decision] });
  return town;
}

function suspended(): Town {
  const town = handling();
  town.as('supervisor').do('SuspendDispute', { ground: 'court' });
  return town;
}

function onTrack(): Town {
  const town = handling();
  town.as('justice').do('EnterTrack', { track: 'labour' });
  return town;
}

function handedBack(): Town {
  const town = handling();
  town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
  return town;
}

/** The hand-back was upheld: the desk owes a dispatch. */
function upheld(): Town {
  const town = handedBack();
  town.as('forestry').do('AcceptTransfer', { transferId: 't3' });
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
  return town;
}

function resolved(): Town {
  const town = handling();
  town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
  return town;
}

function closed(): Town {
  const town = resolved();
  town.as('justice').do('FulfilTerm', { n: 1 });
  town.visit(1);
  return town;
}

function merged(): Town {
  const town = handling();
  town.as('desk').do('MergeDispute', { into: '00000000-0000-4000-8000-000000000002' });
  return town;
}

/** A valid body by somebody whose verb it is. */
const REQUESTS: Record<Verb, Request> = {
  grade: ['desk', 'GradeDispute', { grade: 'yellow' }],
  'not-same': ['supervisor', 'RuleOutRepeat', { repeat: 'a', counted: true }],
  correct: ['desk', 'CorrectDispute', { category: 'water' }],
  plan: ['desk', 'MakePlan', {}],
  transfer: ['desk', 'TransferDispute', { to: 'labour', role: 'lead', designated: false }],
  accept: ['justice', 'AcceptTransfer', { transferId: 't1' }],
  return: ['justice', 'ReturnTransfer', { transferId: 't1', reasonCode: 'out-of-area' }],
  'decide-return': ['desk', 'DecideReturn', { transferId: 't1', uphold: true }],
  recall: ['desk', 'RecallTransfer', { transferId: 't1' }],
  'complete-assist': ['land', 'CompleteAssist', { transferId: 't2' }],
  contact: ['desk', 'RecordContact', { parties: ['p1'], at: shanghai('2026-11-23 09:00') }],
  progress: ['desk', 'ReportProgress', {}],
  resolve: ['desk', 'ResolveDispute', { outcome: 'mediated', terms: [] }],
  'fulfil-term': ['visitor', 'FulfilTerm', { n: 1 }],
  // Of all that a visit finds this is heard at any time.
  visit: ['visitor', 'RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' }],
  'waive-term': ['supervisor', 'WaiveTerm', { n: 1 }],
  'confirm-visit': ['desk', 'ConfirmVisit', { n: 1 }],
  'check-visit': ['supervisor', 'CheckVisit', { n: 1, result: 'confirmed' }],
  'waive-visit': ['supervisor', 'WaiveVisit', { n: 1 }],
  close: ['desk', 'CloseDispute', {}],
  reopen: ['desk', 'ReopenDispute', {}],
  note: ['desk', 'AddNote', {}],
  attach: ['desk', 'AttachFile', { fileId: 'f', mediaType: 'image/png', size: 1, sha256: 'ab' }],
  consent: ['desk', 'GiveConsent', { parties: ['p1'] }],
  extend: [
    'land',
    'AskExtension',
    (town) => ({
      obligationId: town.owed('assist-report')?.id ?? 'none',
      by: { amount: 1, unit: 'workingDays' as const },
    }),
  ],
  'decide-extension': ['supervisor', 'DecideExtension', { extensionId: 'x1', approve: true }],
  suspend: ['supervisor', 'SuspendDispute', { ground: 'court' }],
  resume: ['supervisor', 'ResumeDispute', {}],
  statutory: ['desk', 'EnterTrack', { track: 'labour' }],
  'statutory-step': ['desk', 'TakeTrackStep', { step: 'mediation' }],
  'statutory-end': ['desk', 'EndTrack', { outcome: 'decided' }],
  supervise: ['supervisor', 'OrderSupervision', { answerWithin: { amount: 1, unit: 'days' } }],
  'answer-supervision': ['desk', 'AnswerSupervision', { orderId: 'o1' }],
  urge: ['supervisor', 'UrgeHolder', {}],
  meet: ['desk', 'CallMeeting', { departments: ['land'], at: shanghai('2026-11-25 09:00') }],
  'conclude-meeting': ['desk', 'ConcludeMeeting', { meetingId: 'm1', decisions: [] }],
  'fulfil-decision': ['land', 'FulfilDecision', { meetingId: 'm2', n: 1 }],
  assign: ['desk', 'AssignPerson', { role: 'visitor', userId: 'visitor', departmentId: 'police' }],
  split: ['desk', 'SplitDispute', {}],
  merge: ['desk', 'MergeDispute', { into: '00000000-0000-4000-8000-000000000002' }],
  withdraw: ['desk', 'WithdrawDispute', {}],
  hold: ['auditor', 'PlaceHold', {}],
  'lift-hold': ['auditor', 'LiftHold', {}],
  erase: ['auditor', 'EraseDispute', { ground: 'person-request', retainedUntil: null }],
};

const byHolder: Partial<Record<Verb, Request>> = {
  contact: ['justice', 'RecordContact', { parties: ['p1'], at: shanghai('2026-11-23 09:00') }],
  progress: ['justice', 'ReportProgress', {}],
  resolve: ['justice', 'ResolveDispute', { outcome: 'mediated', terms: [] }],
  consent: ['justice', 'GiveConsent', { parties: ['p1'] }],
  statutory: ['justice', 'EnterTrack', { track: 'labour' }],
  'statutory-step': ['justice', 'TakeTrackStep', { step: 'mediation' }],
  'statutory-end': ['justice', 'EndTrack', { outcome: 'decided' }],
  'answer-supervision': ['justice', 'AnswerSupervision', { orderId: 'o1' }],
};

interface Life {
  town: () => Town;
  /** Where another person or body is the rightful one. */
  instead?: Partial<Record<Verb, Request>>;
  /** What refuses although the status allows it, or before the status is looked at. */
  refused?: Partial<Record<Verb, RefusalCode>>;
}

/** Nobody asked for time, was ordered to answer or was called to a meeting. */
const quiet = {
  'not-same': 'NO_SUCH_REPEAT',
  'decide-extension': 'NO_SUCH_EXTENSION',
  'answer-supervision': 'NO_SUCH_ORDER',
  'conclude-meeting': 'NO_SUCH_MEETING',
  'fulfil-decision': 'NO_SUCH_DECISION',
} as const;
/** Land is not on the case. */
const landIsOut = { extend: 'NOT_ALLOWED', 'fulfil-decision': 'NOT_ALLOWED' } as const;
const nobodyWasAsked = {
  ...quiet,
  ...landIsOut,
  accept: 'NOT_ALLOWED',
  return: 'NOT_ALLOWED',
  'complete-assist': 'NOT_ALLOWED',
} as const;
const { 'not-same': _never, ...quietBefore } = {
  ...nobodyWasAsked,
  transfer: 'NOT_GRADED',
  resolve: 'NOT_GRADED',
} as const;
const ungradedBefore = quietBefore;
const assisting: Partial<Record<Verb, Request>> = {
  ...byHolder,
  accept: ['forestry', 'AcceptTransfer', { transferId: 't3' }],
  recall: ['desk', 'RecallTransfer', { transferId: 't3' }],
  transfer: ['desk', 'TransferDispute', { to: 'labour', role: 'assist', designated: false }],
};

const LIVES: Record<string, Life> = {
  'entered, not graded': {
    town: () => entered(),
    refused: { ...nobodyWasAsked, transfer: 'NOT_GRADED', resolve: 'NOT_GRADED' },
  },
  'entered, reported before': { town: () => entered(undefined, ['a', 'b']), refused: ungradedBefore },
  'entered, graded': { town: () => entered('blue'), refused: nobodyWasAsked },
  'circulating, offered': {
    town: offered,
    refused: {
      ...quiet,
      ...landIsOut,
      transfer: 'TRANSFER_OPEN',
      'decide-return': 'NO_RETURN_OPEN',
      'complete-assist': 'NOT_ALLOWED',
      resolve: 'TRANSFER_OPEN',
    },
  },
  'circulating, return open': {
    town: returned,
    refused: {
      ...quiet,
      ...landIsOut,
      transfer: 'TRANSFER_OPEN',
      accept: 'RETURN_OPEN',
      return: 'RETURN_OPEN',
      recall: 'RETURN_OPEN',
      'complete-assist': 'NOT_ALLOWED',
      resolve: 'TRANSFER_OPEN',
    },
  },
  'circulating, return upheld': {
    town: upheld,
    refused: {
      ...quiet,
      accept: 'NO_OPEN_TRANSFER',
      return: 'NO_OPEN_TRANSFER',
      'decide-return': 'NO_RETURN_OPEN',
      recall: 'NO_OPEN_TRANSFER',
    },
  },
  'handling, asked to assist': {
    town: handling,
    instead: assisting,
    refused: { ...quiet, 'decide-return': 'NO_RETURN_OPEN' },
  },
  'handling, much going on': {
    town: busy,
    instead: assisting,
    refused: { 'not-same': 'NO_SUCH_REPEAT', 'decide-return': 'NO_RETURN_OPEN' },
  },
  suspended: {
    town: suspended,
    instead: assisting,
    refused: { ...quiet, return: 'SUSPENDED', 'decide-return': 'NO_RETURN_OPEN' },
  },
  'on a statutory track': {
    town: onTrack,
    instead: assisting,
    refused: { ...quiet, return: 'ON_STATUTORY_TRACK', 'decide-return': 'NO_RETURN_OPEN' },
  },
  'handling, handed back': {
    town: handedBack,
    instead: {
      ...byHolder,
      recall: ['desk', 'RecallTransfer', { transferId: 't3' }],
      transfer: ['desk', 'TransferDispute', { to: 'labour', role: 'assist', designated: false }],
    },
    refused: {
      ...quiet,
      accept: 'NO_OPEN_TRANSFER',
      return: 'RETURN_OPEN',
      suspend: 'RETURN_OPEN',
      statutory: 'RETURN_OPEN',
    },
  },
  resolved: {
    town: resolved,
    instead: byHolder,
    refused: {
      ...quiet,
      ...landIsOut,
      'not-same': 'ALREADY_RESOLVED',
      'conclude-meeting': 'ALREADY_RESOLVED',
      'complete-assist': 'NO_OPEN_TRANSFER',
      'confirm-visit': 'VISIT_NOT_OPEN',
      'check-visit': 'NO_SUCH_CHECK',
      close: 'VISITS_OPEN',
    },
  },
  closed: {
    town: closed,
    instead: byHolder,
    refused: { ...landIsOut, 'decide-extension': 'ALREADY_CLOSED', split: 'NOT_MERGED' },
  },
  merged: {
    town: merged,
    instead: byHolder,
    refused: { ...landIsOut, 'decide-extension': 'ALREADY_CLOSED', reopen: 'ONLY_BY_SPLIT' },
  },
};

const VERB_LIST = Object.keys(VERBS) as Verb[];

describe.each(Object.entries(LIVES))('in the life "%s"', (_name, { town: build, instead, refused }) => {
  const town = build();
  it.each(VERB_LIST)('%s gets what the table says', (verb) => {
    if (verb === 'lift-hold') town.as('auditor').do('PlaceHold', {});
    const request = instead?.[verb] ?? REQUESTS[verb];
    const status = town.dispute.status;
    const expected = refused?.[verb] ?? TRANSITIONS[verb][status];
    expect(attempt(town, request)).toBe(expected);
    if (verb === 'lift-hold') town.as('auditor').do('LiftHold', {});
  });

  it('offers in can[] what it would accept, and nothing else', () => {
    for (const verb of VERB_LIST) {
      const request = instead?.[verb] ?? REQUESTS[verb];
      const [who] = request;
      const outcome = attempt(town, request);
      // An ungraded dispute may still be ended as invalid, so the verb stays on offer.
      const expected = (outcome === 'ok' || (verb === 'resolve' && outcome === 'NOT_GRADED')) && verb !== 'close';
      expect([verb, can(town.dispute, PEOPLE[who]!, town.now).includes(verb)]).toEqual([verb, expected]);
    }
  });
});

describe('the table of life', () => {
  it('is met in every status by some life above', () => {
    const statuses = Object.values(LIVES).map((life) => life.town().status);
    expect(new Set(statuses)).toEqual(new Set(Object.keys(TRANSITIONS.grade)));
  });

  it('names only codes that exist', () => {
    const codes = Object.values(TRANSITIONS).flatMap((row) => Object.values(row));
    for (const code of codes) expect(['ok', ...REFUSAL_CODES]).toContain(code);
  });

  it('is what docs/life.md shows', () => {
    const page = lifeTable();
    expect(heldPage('docs/life.md', page)).toBe(page);
  });
});

describe('a verb in the wrong hands', () => {
  it.each(VERB_LIST)('%s is refused to people outside the case', (verb) => {
    const [, ...request] = REQUESTS[verb];
    for (const town of [busy(), suspended(), onTrack(), resolved()]) {
      // Keeping and erasing is the auditor's, who does nothing else on a case.
      const others = ['hold', 'lift-hold', 'erase'].includes(verb) ? ['desk', 'supervisor', 'justice'] : ['auditor'];
      for (const who of ['labour', 'grid', ...others]) {
        expect(attempt(town, [who, ...request] as Request)).toBe('NOT_ALLOWED');
      }
    }
  });

  it('the transfer of another department is nobody else’s to answer', () => {
    const handBack = { transferId: 't1', reasonCode: 'out-of-area' } as const;
    expect(handling().as('land').attempt('ReturnTransfer', handBack)).toBe('NOT_ALLOWED');
    expect(upheld().as('forestry').attempt('CompleteAssist', { transferId: 't2' })).toBe('NOT_ALLOWED');
  });

  it('a second lead cannot be asked while one handles the case', () => {
    const town = handling();
    expect(town.as('desk').attempt('TransferDispute', { to: 'labour', role: 'lead', designated: false })).toBe(
      'TRANSFER_OPEN',
    );
  });

  it('only a supervisor designates', () => {
    const town = entered('blue');
    const wanted = { to: 'land', role: 'lead', designated: true } as const;
    expect(town.as('desk').attempt('TransferDispute', wanted)).toBe('NOT_ALLOWED');
    expect(town.as('supervisor').attempt('TransferDispute', wanted)).toBe('ok');
  });

  it('nothing may be asked of a dispute that nobody registered, and none is registered twice', () => {
    const town = new Town(shanghai('2026-11-23 09:00'));
    expect(town.as('desk').attempt('AddNote', {})).toBe('NOT_REGISTERED');
    town.register();
    expect(() => town.register()).toThrow('ALREADY_REGISTERED');
  });
});
