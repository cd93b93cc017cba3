import { useWording } from '../../base/language.js';

export function VillageField({
  label,
  value,
  change,
  villages,
  error,
}: {
  label: string;
  value: string;
  change: (value: string) => void;
  villages: { value: string; label: string }[];
  error?: string | undefined;
}) {
  const t = useWording();
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor="village">{label}</label>
      <select
        id="village"
        value={value}
        onChange={(event) => change(event.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={error ? 'village-error' : undefined}
      >
        <option value="">{t.form.choose}</option>
        {villages.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
      {error && (
        <p className="field-error" id="village-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
