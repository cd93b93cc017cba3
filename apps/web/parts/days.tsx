import { useWording } from '../base/language.js';

/** The first and the last day of a period. @param most the last one that may be chosen */
export function Days({
  from,
  to,
  most,
  set,
}: {
  from: string;
  to: string;
  most?: string;
  set: (field: 'from' | 'to', value: string) => void;
}) {
  const t = useWording();
  return (
    <>
      <label>
        {t.statistics.from}
        <input type="date" value={from} max={to || most} onChange={(event) => set('from', event.target.value)} />
      </label>
      <label>
        {t.statistics.to}
        <input type="date" value={to} min={from} max={most} onChange={(event) => set('to', event.target.value)} />
      </label>
    </>
  );
}
