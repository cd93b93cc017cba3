/**
 * What `decide`, `evolve` and `project` answer otherwise than they once did. A running dispute replays through them and
 * `verify` folds its whole record, so an old state gets its old answer as long as it lasts: a dispute keeps the number
 * that it was entered under until it continues as new, and its record says so (`DisputeRegistered`, `CoreRaised`;
 * architecture.md §1, "Change of rules in code"). Whoever mends a rule adds its line here, with the next number, and
 * asks for it by name.
 */
interface Edition {
  /** The least `core` of a state that goes by it. */
  since: number;
  /** What was wrong before. */
  why: string;
}

export const EDITIONS = {
  lastDaysPassPauses: {
    since: 2,
    why: 'a last day that fell into a stretch in which the clock stood fell due there; now it moves on',
  },
  laddersFollowGrade: {
    since: 2,
    why: 'a new grade kept the rungs of the old one; now it brings its own, also where the date stays',
  },
  dispatchFollowsGrade: {
    since: 2,
    why: 'a higher grade with fewer returns left the desk owing a dispatch that it may not decide any more',
  },
  legsFollowGrade: {
    since: 2,
    why: 'a later leg, counted as a share of the limit, was untouched by a new grade and a new complexity',
  },
  gradeReckonsWhatStands: {
    since: 2,
    why: 'what stands was compared by a date that it had before it stood; now as if it ran on from here',
  },
  designationKeepsReturns: {
    since: 2,
    why: 'a designation that nobody answered gave the desk its returns, and with them its choice, back',
  },
  firstChoiceIsTheDesks: {
    since: 2,
    why: 'a policy that allows no return at all left the desk not even its first choice',
  },
  legsInheritPauses: {
    since: 2,
    why: 'what a suspension took from one leg was charged to the next',
  },
  quotaIsOfTheCourse: {
    since: 2,
    why: 'a transfer gave a fresh quota of extensions for the handling',
  },
  returnedAssistsWait: {
    since: 2,
    why: 'an assist could be given back and reported on at the same time',
  },
  reopenedIsGraded: {
    since: 2,
    why: 'a case that was ended ungraded and then reopened was never graded, or began once more at the desk',
  },
  endsTakeOrdersAlong: {
    since: 2,
    why: 'orders and decisions outlived an end at once; who reopens the case gives others',
  },
  forwardingIsNoNews: {
    since: 2,
    why: "moving a rehearsal's time made everybody's picture stale; what falls due on the way counts for itself",
  },
  outagesAreTold: {
    since: 2,
    why: 'the row did not say that a lateness was noticed only after an outage',
  },
  visitsTellSomething: {
    since: 3,
    why: 'all visits of a case could be made in the minute after it was resolved; now each has a moment from which it counts',
  },
  visitsAreOthersWork: {
    since: 3,
    why: 'who resolved a case or was named its handler could make its visits as well',
  },
  pairsConfirm: {
    since: 3,
    why: 'a visit in a pair was the word of one, and nobody knew who the other was',
  },
  visitsHearBothSides: {
    since: 3,
    why: 'nobody said whom a visit met: all of them could meet the same side',
  },
  visitsAreChecked: {
    since: 3,
    why: 'whatever was recorded of a visit was true; now some are drawn, and somebody calls once more',
  },
  givenUpIsHandedOver: {
    since: 3,
    why: 'a visit that nobody could make stayed in the list of who could not make it',
  },
  silenceBinds: {
    since: 4,
    why: 'a designated department got rid of a case by saying nothing: its offer lapsed like any other',
  },
  lapsesEndTheChoice: {
    since: 4,
    why: 'the desk could offer to departments that never answer for ever: only upheld returns ended its choice',
  },
  offersReachSomebody: {
    since: 4,
    why: 'an offer could go to a department where nobody is who could answer it',
  },
  owedAssistsAreRecalled: {
    since: 4,
    why: 'an assist that still owed its report when the lead resolved was called completed; now it is recalled',
  },
  suspensionsEnd: {
    since: 4,
    why: 'a suspension could end in a hundred years, and be prolonged for ever by who had it',
  },
  minutesAreWhoOwesThem: {
    since: 4,
    why: 'the desk was charged with a designation that the superior owed, and the lead with visits that others owe',
  },
  raisesAreTakenBack: {
    since: 5,
    why: 'what was asked for was not kept, so that a raise by a repeat that was none stayed for good',
  },
  dangerRaises: {
    since: 5,
    why: 'a case that was registered with a weapon stayed blue: danger signs were noted and raised nothing',
  },
  mergedAreSplit: {
    since: 6,
    why: 'a merged case could be reopened as if it had been resolved, and the one that went on in its place knew nothing of it',
  },
  invalidIsBlue: {
    since: 7,
    why: 'whoever handled a red case could call it none, and it was closed in that moment without a visit',
  },
  waiversAreOthersWork: {
    since: 8,
    why: 'a supervisor who resolved a case themself, as where a centre handles it, could waive its visits and terms',
  },
  decisionsReachSomebody: {
    since: 9,
    why: 'a meeting could decide on work for a department where nobody is who could do it, and nobody above',
  },
  provisionalIsOfTheCalendar: {
    since: 9,
    why: 'other limits brought a provisional date forward without a word, as only a published year may',
  },
  sidesAreOthersWork: {
    since: 10,
    why: 'who resolved a case could correct away the side that its visits had still to hear',
  },
} as const satisfies Record<string, Edition>;

export type EditionName = keyof typeof EDITIONS;

/** Whether a dispute goes by this edition of a rule. */
export function follows({ core }: { core: number }, name: EditionName): boolean {
  return core >= EDITIONS[name].since;
}

/** The number of today's rules, under which a dispute is entered. */
export const CORE = Math.max(...Object.values(EDITIONS).map(({ since }) => since));

/** A fault, not a refusal: what goes by rules that this code does not know is left to a process that knows them. */
export function demandKnownCore({ id, core }: { id: string; core: number }, known: number): void {
  if (core > known) throw new Error(`case ${id} goes by core ${core}; this process knows ${known} and leaves it alone`);
}
