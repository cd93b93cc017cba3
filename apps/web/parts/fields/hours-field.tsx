import { useWording } from '../../base/language.js';
import { LineField } from './text-fields.js';

/** Sessions of a working day. */
export function HoursField({
  hours,
  change,
  error,
}: {
  hours: [string, string][];
  change: (hours: [string, string][]) => void;
  error?: string | undefined;
}) {
  const t = useWording();
  const set = (index: number, side: 0 | 1, value: string) =>
    change(hours.map((each, n) => (n === index ? (side === 0 ? [value, each[1]] : [each[0], value]) : each)));
  return (
    <>
      {hours.map(([from, to], index) => (
        <div key={index} className="pair">
          <LineField label={t.people.from} type="time" value={from} change={(value) => set(index, 0, value)} />
          <LineField label={t.people.to} type="time" value={to} change={(value) => set(index, 1, value)} />
        </div>
      ))}
      {error && <p className="field-error">{error}</p>}
    </>
  );
}
