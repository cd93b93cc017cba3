/** What of a person, a department or an absence is told in the access log, in the order in which it is read. */
const MEMBERS = [
  ...(['name', 'nameEn', 'departmentId', 'roles', 'pending', 'contact', 'parentId', 'hasDesk', 'isVillage'] as const),
  ...(['workingTime', 'successorId', 'active', 'awayUntil', 'deputyId'] as const),
];
export type Member = (typeof MEMBERS)[number];

export interface Change {
  member: Member;
  before: unknown;
  after: unknown;
}

type Told = Partial<Record<Member, unknown>>;
const toldOf = (value: unknown): Told | null => (typeof value === 'object' ? (value as Told | null) : null);

/**
 * What became of what: nothing where an entry tells of no change.
 *
 * @returns `state`: whether it is new, or gone; null where it was there before and is
 */
export function membersOf(data: Record<string, unknown>): { state: 'new' | 'gone' | null; changes: Change[] } {
  if (data['after'] === undefined) return { state: null, changes: [] };
  const [before, after] = [toldOf(data['before']), toldOf(data['after'])];
  if (!after) return { state: 'gone', changes: [] };
  const isNew = data['before'] === null;
  const isTold = (member: Member) => {
    const [was, is] = [before?.[member], after[member]];
    // What it was needs not stand there; what is empty before and after is no change.
    const empty = (value: unknown) => value === undefined || value === null || value === false || String(value) === '';
    return member in after && JSON.stringify(was) !== JSON.stringify(is) && !(empty(was) && empty(is));
  };
  const changes = MEMBERS.filter(isTold).map((member) => ({
    member,
    before: before?.[member],
    after: after[member],
  }));
  return { state: isNew ? 'new' : null, changes };
}
