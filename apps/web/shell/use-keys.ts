import { useEffect } from 'react';
import { useNavigate } from 'react-router';

/** Keys that hold everywhere; lists have their own. */
export function useKeys({ help }: { help: () => void }): void {
  const navigate = useNavigate();
  useEffect(() => {
    let before = '';
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (into.closest('input, textarea, select, dialog')) return;
      if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('.seek input')?.focus();
      } else if (event.key === '?') help();
      else if (event.key === 'i' && before === 'g') void navigate('/inbox');
      before = event.key;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, help]);
}
