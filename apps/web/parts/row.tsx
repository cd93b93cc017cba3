import { useChanged } from '../base/live.js';

export function Row({
  id,
  peeked,
  place,
  children,
}: {
  id: string;
  /** It stands beside the list. */
  peeked: boolean;
  place: React.ComponentProps<'tr'>;
  children: React.ReactNode;
}) {
  const changed = useChanged(id);
  return (
    <tr
      {...place}
      tabIndex={-1}
      data-row={`/disputes/${id}`}
      className={peeked ? 'peeked' : changed ? 'changed' : undefined}
    >
      {children}
    </tr>
  );
}
