/**
 * Where what can be proved differs by the number of the code's rules under which a case goes (`core` of its record). Said here
 * a second time: the checker may not take the product's word for what its editions meant.
 */
const SECOND = 2;
const THIRD = 3;
const FOURTH = 4;
const SIXTH = 6;
const SEVENTH = 7;
const EIGHTH = 8;

/** A designation began the count of returns anew. Since the second, who is silent on one gives the desk no new choice. */
export const forgetsReturnsByDesignation = (core: number) => core < SECOND;

/** A policy that allows no return at all leaves the desk its first choice; by the first, it left none. */
export const leavesTheFirstChoice = (core: number) => core >= SECOND;

/** More time for the handling is the course's; by the first, each department that took it over had a quota of its own. */
export const countsMoreTimeByCourse = (core: number) => core >= SECOND;

/** A dispatch passes on with the right to it; by the first, a new grade left it with who might not make it any more. */
export const movesDispatchToWhoMay = (core: number) => core >= SECOND;

/** A visit counts from a moment of its own on, and is made by others than whose work it looks at. */
export const demandsVisitsThatTell = (core: number) => core >= THIRD;

/** Whoever still assists when the case ends is recalled; before, they were said to have done their part. */
export const recallsAssists = (core: number) => core >= FOURTH;

/** The time of a dispatch and of a visit is whose who owes it; before, it was the desk's and the lead's. */
export const chargesWhoOwes = (core: number) => core >= FOURTH;

/** Who is designated and says nothing has accepted at the due moment; before, that offer lapsed like any other. */
export const bindsBySilence = (core: number) => core >= FOURTH;

/** Offers that nobody answered end the desk's choice as returns that held do; before, they counted for nothing. */
export const countsLapses = (core: number) => core >= FOURTH;

/** A suspension ends within the policy's time, and the desk gives no more of them in a row than it says. */
export const boundsSuspensions = (core: number) => core >= FOURTH;

/** A merged case comes back by a split alone, and the one that goes on in its place has noted it; before, by a reopening. */
export const splitsMerged = (core: number) => core >= SIXTH;

/** That a case is none is said of no more than blue; before, of any. */
export const callsBlueAloneInvalid = (core: number) => core >= SEVENTH;

/** Who resolved a case or was named its handler waives nothing that shows how it holds, as no supervisor either. */
export const keepsWaiversFromOwnWork = (core: number) => core >= EIGHTH;
