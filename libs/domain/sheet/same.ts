import type { DisputeRow } from '../dispute/row.js';
import type { Tree } from '../people/tree.js';
import type { Instant } from '../time/time.js';
import type { ColumnOf } from './columns.js';
import type { LedgerCase } from './disputes.js';

/** What a row of a ledger says otherwise than the case that came of it. */

/** What a sheet can put right afterwards; all else are the moments of its past, and what became of it there. */
const CORRIGIBLE: readonly ColumnOf<'disputes'>[] = [
  'title',
  'narrative',
  'address',
  'parties',
  'phone',
  'category',
  'village',
];
const isCorrigible = (column: ColumnOf<'disputes'>): boolean => CORRIGIBLE.includes(column);

/** To the second, as sheets have it. */
const second = (at: Instant | null | undefined): string | undefined => at?.slice(0, 19);

/** Of two places whether one is the other, or goes on in its place. */
type AreOne = (place: string, other: string) => boolean;
type Look = (row: DisputeRow, told: LedgerCase, areOne: AreOne) => boolean;

const names = ({ parties }: Pick<DisputeRow, 'parties'>) => parties.map(({ name, role }) => `${name} ${role}`).join();
const phones = ({ parties }: Pick<DisputeRow, 'parties'>) => parties.map(({ phone }) => phone ?? '').join();
const first = (row: DisputeRow) => row.transfers[0];

/** What the ledger leaves open is no difference: people went on with the case here. */
const LOOKS: Partial<Record<ColumnOf<'disputes'>, Look>> = {
  title: (row, { title }) => row.title === title,
  narrative: (row, { narrative }) => narrative === undefined || row.narrative === narrative,
  address: (row, { address }) => address === undefined || row.place.address === address,
  parties: (row, { parties }) => parties.length === 0 || names(row) === names({ parties: parties.map(withId) }),
  phone: (row, { parties }) =>
    parties.every(({ phone }) => phone === undefined) || phones(row) === phones({ parties: parties.map(withId) }),
  category: (row, { category }) => row.category === category,
  village: (row, { village }, areOne) => areOne(row.place.village, village),
  registeredAt: (row, { registeredAt }) => second(row.createdAt) === second(registeredAt),
  transferredTo: (row, { transfer }, areOne) => !transfer || areOne(first(row)?.to ?? '', transfer.to),
  transferredAt: (row, { transfer }) => !transfer || second(first(row)?.offeredAt) === second(transfer.offeredAt),
  acceptedAt: (row, { transfer }, areOne) => {
    if (!transfer?.acceptedAt || areOne(transfer.to, row.desk)) return true;
    return second(first(row)?.answeredAt) === second(transfer.acceptedAt);
  },
  resolvedAt: (row, { resolution }) =>
    !resolution || second(resolvedFirst(row)?.resolvedAt) === second(resolution.resolvedAt),
  outcome: (row, { resolution }) => !resolution || resolvedFirst(row)?.outcome === resolution.outcome,
};

const withId = (party: LedgerCase['parties'][number], index: number) => ({ ...party, id: `p${index + 1}` });
const resolvedFirst = (row: DisputeRow) => row.closures[0] ?? row.resolution ?? undefined;

export interface Differences {
  /** All that the row says otherwise. */
  columns: ColumnOf<'disputes'>[];
  /** What of it no sheet can put right, so that nothing of the row is taken; all of it for a case that came of no ledger. */
  fixed: ColumnOf<'disputes'>[];
}

export function differencesOf(row: DisputeRow, told: LedgerCase, tree: Pick<Tree, 'areOne'>): Differences {
  const areOne: AreOne = (place, other) => place === other || tree.areOne(place, other);
  const columns = Object.entries(LOOKS)
    .filter(([, isSame]) => !isSame(row, told, areOne))
    .map(([column]) => column as ColumnOf<'disputes'>);
  const fixed = columns.filter((each) => !isCorrigible(each));
  return { columns, fixed: fixed.length > 0 || row.ledger ? fixed : columns };
}
