/** The content of the demo township: what was reported and what became of it. Only data; the seeding program plays it. */

export interface DemoItem {
  /** 'i001' … */
  ref: string;
  /** Half year: '2026-01-06T08:40:00+08:00', between 2026-01-01 and 2026-06-30. */
  heardAt?: string;
  /** Only presentItems. */
  minutesAgo?: number;
  feeder: 'patrol' | 'info-officer' | 'chat-group' | 'walk-in' | 'hotline-110' | 'survey' | 'joint-meeting' | 'other';
  village: 'village-shixi' | 'village-baitang' | 'village-helin';
  place?: string;
  reporter: string;
  /** What was reported, as a village reporter would write in a chat message. */
  text: string;
  /** Promoted, linked to a dispute, or discarded with a reason. */
  becomes?: { dispute: string } | { linked: string } | { discarded: string };
}

export interface DemoParty {
  name: string;
  role: 'applicant' | 'respondent' | 'victim' | 'witness' | 'other';
  /** Never-assigned style 1xx0000xxxx. */
  phone?: string;
  /** Invented, with the impossible area code 990101. */
  idNumber?: string;
}

export interface DemoLeg {
  /** A department, or 'police' = handled in-house. */
  to: string;
  reason: string;
  /** Minutes of WORKING time until the department answers. */
  answerAfterMinutes: number;
  answer:
    | 'accept'
    | {
        returnReason: 'not-our-duty' | 'out-of-area' | 'already-in-procedure' | 'insufficient-facts' | 'party-refuses';
        text: string;
        upheld: boolean;
        /** The desk's reason. */
        decision: string;
      };
  /** After a return that was not upheld: working minutes until the same department accepts. */
  thenAcceptAfterMinutes?: number;
}

export interface DemoDispute {
  /** 'd01' … */
  ref: string;
  title: string;
  narrative: string;
  category: string;
  grade: 'blue' | 'yellow' | 'red';
  complexity: 'simple' | 'ordinary' | 'complex';
  village: DemoItem['village'];
  address?: string;
  parties: DemoParty[];
  dangerSigns?: ('violence' | 'weapon' | 'self-harm' | 'threat' | 'group' | 'minor' | 'domestic-violence')[];
  /** In order; the last leg is an accept. */
  legs: DemoLeg[];
  /** Note of the first contact. */
  contact: string;
  /** Required for yellow and red. */
  plan?: { goal: string; measures: string[] };
  progress: string[];
  resolution: {
    afterWorkingDays: number;
    outcome: 'settled-on-spot' | 'mediated' | 'decided' | 'referred-to-court';
    summary: string;
    terms?: { text: string; dueAfterDays?: number }[];
  } | null;
  /** Notes used for the return visits in order, the last one repeats. */
  visits: { note: string; satisfied: boolean; outcome?: 'uneasy' | 'relapsed' }[];
  afterRelapse?: { resolution: { afterWorkingDays: number; outcome: 'mediated' | 'decided'; summary: string } };
}

export interface DemoPresent extends DemoDispute {
  stage:
    | 'ungraded'
    | 'to-dispatch'
    | 'offered'
    | 'offer-unanswered'
    | 'returned-undecided'
    | 'returned-twice'
    | 'accepted'
    | 'in-work'
    | 'late'
    | 'in-house'
    | 'resolved-visit-today'
    | 'resolved-visit-late'
    | 'visiting'
    | 'closed-today'
    | 'designated'
    | 'relapsed';
  startedWorkingDaysAgo: number;
}
