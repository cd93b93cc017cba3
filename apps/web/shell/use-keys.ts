import { useEffect } from 'react';
import { useNavigate } from 'react-router';

/** Keys that hold everywhere; lists have their own. */
export function useKeys({ searches, help }: { searches: boolean; help: () => void }): void {
  const navigate = useNavigate();
  useEffect(() => {
    let before = '';
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (into.closest('input, textarea, select, dialog')) return;
      if (event.key === '/') {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>('input[type=search]');
        if (search) search.focus();
        else if (searches) void navigate('/disputes', { state: { search: true } });
      } else if (event.key === '?') help();
      else if (event.key === 'i' && before === 'g') void navigate('/inbox');
      before = event.key;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, searches, help]);
}
