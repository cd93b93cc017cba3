import { useState } from 'react';

/**
 * Of what fields were handed in with a form: what was said of one holds until something else stands in it.
 *
 * @param values as they are now, by field
 */
export function useHandedIn<T extends object>(values: T) {
  const [sent, setSent] = useState<T | null>(null);
  return {
    handIn: () => setSent(values),
    /** @param place a field, or what is in it: `parties/0/phone` */
    isAsSent: (place: string): boolean => {
      const [name = ''] = place.split('/');
      return sent === null || (sent as Record<string, unknown>)[name] === (values as Record<string, unknown>)[name];
    },
  };
}
