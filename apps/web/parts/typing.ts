import { useEffect } from 'react';

/** A key that an input method took for itself; some say so only by this number. */
const BY_INPUT_METHOD = 229;

/** What holds in every field: Enter that ends the composition of a Chinese word hands nothing in, and Esc takes no text. */
export function useTypingRules(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, isComposing, keyCode, target } = event;
      const composes = isComposing || keyCode === BY_INPUT_METHOD;
      if (key === 'Enter' && composes && target instanceof HTMLInputElement) event.preventDefault();
      // A search field empties itself at Esc.
      if (key === 'Escape' && target instanceof HTMLInputElement && target.type === 'search') event.preventDefault();
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, []);
}
