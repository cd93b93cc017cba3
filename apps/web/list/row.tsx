import { useChanged } from '../base/live.js';

export function Row({
  id,
  place,
  children,
}: {
  id: string;
  place: React.ComponentProps<'tr'>;
  children: React.ReactNode;
}) {
  const changed = useChanged(id);
  return (
    <tr {...place} tabIndex={-1} data-row={`/disputes/${id}`} className={changed ? 'changed' : undefined}>
      {children}
    </tr>
  );
}
