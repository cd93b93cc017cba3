import { type ReactNode, useState } from 'react';
import { useMay } from '../base/session.js';
import type { Verb } from '../contract.js';
import { useChosen } from '../parts/choosing.js';
import type { Subject } from '../verbs/field.js';

type Open = { id: string; verb: Verb; subject?: Subject } | null;

/** What is done from the board without leaving it: one act on one row, or one order for several rows of any list. */
export function useActs() {
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const [bulk, setBulk] = useState(false);
  const rows = useChosen();
  return {
    may: may('dispute.supervise'),
    open,
    setOpen,
    bulk,
    setBulk,
    rows,
  };
}

export type Acts = ReturnType<typeof useActs>;

export function ActButton({
  act,
  open,
  number,
  children,
}: {
  act: Acts;
  open: Open;
  number: string;
  children: ReactNode;
}) {
  return (
    <button type="button" className="button" onClick={() => act.setOpen(open)}>
      {children}
      <span className="visually-hidden"> {number}</span>
    </button>
  );
}
