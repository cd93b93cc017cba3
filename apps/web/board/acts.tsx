import { type ReactNode, useState } from 'react';
import { useWording } from '../base/language.js';
import { useMay } from '../base/session.js';
import type { Verb } from '../contract.js';
import type { Subject } from '../verbs/field.js';

type Open = { id: string; verb: Verb; subject?: Subject } | null;

/** What is done from the board without leaving it: one act on one row, or one order for several rows of any list. */
export function useActs() {
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const [bulk, setBulk] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  return {
    may: may('dispute.supervise'),
    open,
    setOpen,
    bulk,
    setBulk,
    chosen,
    choose: (id: string, on: boolean) =>
      setChosen((before) => (on ? [...new Set([...before, id])] : before.filter((each) => each !== id))),
    drop: (ids: string[]) => setChosen((before) => before.filter((each) => !ids.includes(each))),
  };
}

export type Acts = ReturnType<typeof useActs>;

export function Choose({ act, id, number }: { act: Acts; id: string; number: string }) {
  const t = useWording();
  return (
    <input
      type="checkbox"
      aria-label={`${t.board.select} ${number}`}
      checked={act.chosen.includes(id)}
      onChange={(event) => act.choose(id, event.target.checked)}
    />
  );
}

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
