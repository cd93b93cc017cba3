/** Something that is not as the record says. */
export interface Finding {
  disputeId: string | null;
  /** The entry of the record, where it is one. */
  seq: number | null;
  /** The entry of the access log, where it is one. */
  accessId?: string;
  what: string;
}

export function sayFinding({ disputeId, what }: Finding): string {
  return disputeId ? `dispute ${disputeId}: ${what}` : what;
}

/** Says of one case what is not as its record says. */
export type Report = (what: string, seq?: number) => void;
