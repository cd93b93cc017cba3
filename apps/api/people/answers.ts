import type { Post, Role } from '#domain/words.js';
import type { Department } from '#domain/people/tree.js';
import type { Page } from '../http/answers.js';
import type { Placed } from '../auth/answers.js';

export interface PeopleShapes {
  Department: Department;
  DepartmentList: Page<ListedDepartment>;
  Person: Person;
  PersonList: Page<Person>;
  MadePerson: MadePerson;
  InvitationLink: InvitationLink;
  DeactivatedPerson: DeactivatedPerson;
  RegionView: RegionView;
  RegionList: RegionList;
  SavedFilter: SavedFilter;
  SavedFilterList: Page<SavedFilter>;
  Workload: Workload;
}

declare module '../http/answers.js' {
  interface Shapes extends PeopleShapes {}
}

export interface Person extends Placed {
  /** On ladders: whom a rung reaches. */
  posts: Post[];
  awayUntil: Date | null;
  deputyId: string | null;
  /** False of somebody who left; only listed where they are asked for. */
  active: boolean;
  /** Roles that they were granted and that wait for a second person. */
  pending: Role[];
  /** What only they themselves are told, and who looks after them. */
  account?: PersonAccount;
}

export interface PersonAccount {
  /** Who granted each role that waits: whoever that is does not confirm it. */
  grants: { role: Role; by: string }[];
  email: string | null;
  phone: string | null;
  /** When they signed in last; null where they never did. */
  signedInAt: Date | null;
  /** Until when a link waits that they were sent or handed; null where there is none. */
  invitedUntil: Date | null;
}

/** Shown this once: by it the person sets the first password, or another one. */
export interface InvitationLink {
  link: string;
  expiresAt: Date;
}

export interface MadePerson {
  user: Person;
  /** Null where an identity provider signs people in. */
  invitation: InvitationLink | null;
}

export interface RegionView {
  id: string;
  name: string;
  /** Its first; null where it has none yet. */
  departmentId: string | null;
  /** Whether somebody of it has signed in: from then on it is looked after by its own people alone. */
  begun: boolean;
}

export interface RegionList extends Page<RegionView> {
  /** Whether the caller makes regions. */
  mayFound: boolean;
}

export interface DeactivatedPerson {
  user: Person;
  /** On how many cases the successor is named now. */
  handedOver: number;
}

/** One that may be chosen. */
interface Choosable {
  /** Names, id and readings (石桥司法所: shiqiaosifasuo sqsfs), to be searched in. */
  sought: string;
}

export interface ListedDepartment extends Department, Choosable {}

export interface InHand extends Choosable {
  id: string;
  /** How many open cases it holds, or how many cases they owe something of by name: the list of a `handler` is as long. */
  open: number;
}

export interface Workload {
  departments: InHand[];
  /** Of the caller's own department. */
  people: InHand[];
  /** Who of them is proposed to handle a case; null where nobody can. */
  handler: string | null;
}

export interface SavedFilter {
  id: string;
  name: string;
  filter: Record<string, string>;
}
