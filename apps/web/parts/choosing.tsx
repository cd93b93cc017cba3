import { useState } from 'react';
import { useWording } from '../base/language.js';

/** Rows that somebody ticks off, of whatever lists of a page, for one act on all of them. */
export function useChosen() {
  const [chosen, setChosen] = useState<string[]>([]);
  return {
    chosen,
    choose: (id: string, on: boolean) =>
      setChosen((before) => (on ? [...new Set([...before, id])] : before.filter((each) => each !== id))),
    drop: (ids: string[]) => setChosen((before) => before.filter((each) => !ids.includes(each))),
  };
}

export type Chosen = ReturnType<typeof useChosen>;

export function Choose({ of: { chosen, choose }, id, number }: { of: Chosen; id: string; number: string }) {
  const t = useWording();
  return (
    <input
      type="checkbox"
      aria-label={`${t.board.select} ${number}`}
      checked={chosen.includes(id)}
      onChange={(event) => choose(id, event.target.checked)}
    />
  );
}
