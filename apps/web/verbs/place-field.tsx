import { useWording } from '../base/language.js';
import { LineField } from '../parts/fields/text-fields.js';
import { VillageField } from '../parts/fields/village-field.js';
import type { Place } from './correcting.js';

export function PlaceField({
  value,
  change,
  error,
}: {
  value: Place;
  change: (value: Place) => void;
  error: string | undefined;
}) {
  const t = useWording();
  return (
    <div className="pair">
      <VillageField
        label={t.desk.village}
        value={value.village}
        change={(village) => change({ ...value, village })}
        error={error}
      />
      <LineField
        label={t.desk.address}
        optional
        value={value.address ?? ''}
        change={(address) => change({ ...value, address })}
      />
    </div>
  );
}
