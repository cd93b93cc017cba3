import { useState } from 'react';
import { Problem } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';

/** A line as it was pasted: its cells, from a sheet or with commas between. */
export const cellsOf = (line: string): string[] => line.split(/\t|，|,/).map((each) => each.trim());

/**
 * Lines that are entered one after the other. What was taken leaves the text; what was not stays, and is said by its line:
 * whoever corrects it sends the rest again.
 */
export function useLines(enter: (cells: string[]) => Promise<unknown>) {
  const t = useWording();
  const say = useSay();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  /** @returns whether all were taken */
  const send = async (): Promise<boolean> => {
    setBusy(true);
    const waiting = text.split('\n').filter((each) => each.trim() !== '');
    const left: string[] = [];
    const said: string[] = [];
    let taken = 0;
    try {
      for (; waiting.length > 0; waiting.shift()) {
        try {
          await enter(cellsOf(waiting[0]!));
          taken += 1;
        } catch (error) {
          if (!(error instanceof Problem || error instanceof RangeError)) throw error;
          left.push(waiting[0]!);
          const { detail, errors = [] } = error instanceof Problem ? error.body : { detail: error.message };
          said.push(t.setup.lineProblem(left.length, errors.map((each) => each.detail).join(' ') || detail));
        }
      }
    } finally {
      // Also where nobody answers any more: what was taken is not sent again, and nothing is lost.
      setBusy(false);
      setText([...left, ...waiting].join('\n'));
      setWrong(said);
      if (taken > 0) say(t.setup.added(taken));
    }
    return left.length === 0;
  };
  return { text, setText, wrong, busy, send };
}
