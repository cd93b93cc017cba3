import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useAddress } from '../base/address.js';
import { useWording } from '../base/language.js';

/** Lists that are searched where they stand; from everywhere else the search leads to the first. */
const LISTS = ['/disputes', '/rehearsals'];

/** The one search, on every page of who has cases. It stays the same field: who types on while a list changes loses no letter. */
export function Search() {
  const t = useWording();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [address, change] = useAddress();
  const isListed = LISTS.includes(pathname);
  const value = (isListed && address.get('q')) || '';
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  // Only an address that this field did not ask for (back, a link, a chip) says what stands in it.
  useEffect(() => {
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const q = typed.trim();
    if (!isListed && q === '') return;
    asked.current = q;
    if (!isListed) void navigate(`${LISTS[0]}?${new URLSearchParams({ q })}`);
    else change({ q });
    // A keyboard on the glass would cover what was found.
    if (matchMedia('(pointer: coarse)').matches) (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <form className="seek" role="search" onSubmit={submit}>
      <input
        type="search"
        aria-label={t.list.search}
        placeholder={t.list.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        // Out of the field, to the keys that go through the list.
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
      />
      <button type="submit" className="button">
        {t.list.searchButton}
      </button>
    </form>
  );
}
