import type { DangerFound } from '#domain/danger.js';
import type { Instant } from '#domain/time/time.js';
import type { ErasureGround, FileType } from '#domain/words.js';
import type { Similar } from '#persistence/reading/dispute-reader.js';
import type { Denial, ItemRow } from '#persistence/reading/item-reader.js';
import type { CountedPage } from '../http/answers.js';

export interface ItemShapes {
  Item: Item;
  ItemView: ItemView;
  ItemList: CountedPage<Item>;
}

declare module '../http/answers.js' {
  interface Shapes extends ItemShapes {}
}

export interface ItemErasure {
  at: Instant;
  ground: ErasureGround;
}

/** A photo or a paper that came with a report. */
export interface FileOfItem {
  id: string;
  mediaType: FileType;
  size: number;
  /** Null where it is erased, and in lists. */
  name: string | null;
}

export interface Item extends Omit<ItemRow, 'item' | 'head' | 'reportedBy'> {
  files: FileOfItem[];
  /**
   * Where its text shows danger signs, in UTF-16 units of `text`; what somebody ticked stands in `dangerSigns` alone. Null
   * where that is not known: of what was handed in before it was kept, or is erased.
   */
  dangerFound: DangerFound[] | null;
  /** Of its last entry: what `If-Match` says that one saw. */
  seq: number;
  erased: ItemErasure | null;
}

export interface ItemView extends Item {
  /** Only for the desk of origin and the auditor, and each look is noted. */
  reporter?: string | null;
  /** Also for the account itself. */
  reportedBy?: string | null;
  /** Who said that nobody is in danger, and why; for who works the desk's reports. */
  denial: Denial | null;
  similar: Similar[];
}
