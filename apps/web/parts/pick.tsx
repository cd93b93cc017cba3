import { useWording } from '../base/language.js';

export function Pick({
  label,
  value,
  words,
  choose,
  all,
}: {
  label: string;
  value: string | undefined;
  words: Record<string, string>;
  choose: (value: string) => void;
  all?: string;
}) {
  const t = useWording();
  return (
    <select aria-label={label} value={value ?? ''} onChange={(event) => choose(event.target.value)}>
      <option value="">{`${label}: ${all ?? t.list.all}`}</option>
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </select>
  );
}
