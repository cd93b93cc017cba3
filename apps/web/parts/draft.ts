import { useState } from 'react';
import { recall, remember } from '../base/memory.js';

/** What is being typed, kept over a closed dialog, another page and an expired login until it was handed in. */
export function useDraft<T extends object>(name: string, blank: T) {
  const key = `draft.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      return { ...blank, ...(JSON.parse(recall(key) ?? '{}') as Partial<T>) };
    } catch {
      return blank;
    }
  });
  const change = (more: Partial<T>) => {
    const next = { ...value, ...more };
    setValue(next);
    remember(key, JSON.stringify(next));
  };
  const clear = () => {
    setValue(blank);
    remember(key, null);
  };
  return { value, change, clear, key };
}
