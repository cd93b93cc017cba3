import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { useWording } from '../base/language.js';

/** The field stays the same one when the list has changed: who types on loses no letter and keeps their place. */
export function Search({
  value,
  search,
  children,
}: {
  value: string;
  search: (q: string) => void;
  children: React.ReactNode;
}) {
  const t = useWording();
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  // Only an address that this field did not ask for (back, a link, a chip) says what stands in it.
  useEffect(() => {
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asked.current = typed.trim();
    search(asked.current);
    // A keyboard on the glass would cover what was found.
    if (matchMedia('(pointer: coarse)').matches) (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <form className="filters" role="search" onSubmit={submit}>
      <input
        type="search"
        aria-label={t.list.search}
        placeholder={t.list.search}
        value={typed}
        // Whoever pressed / elsewhere came to type here.
        autoFocus={(useLocation().state as { search?: boolean } | null)?.search === true}
        onChange={(event) => setTyped(event.target.value)}
        // Out of the field, to the keys that go through the list.
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
      />
      <button type="submit" className="button">
        {t.list.searchButton}
      </button>
      {children}
    </form>
  );
}
