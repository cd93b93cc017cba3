import { useEffect } from 'react';
import { useNavigate } from 'react-router';

/** `j` and `k` walk the rows, Enter opens one, letters press its buttons. */
export function useRowKeys(list: React.RefObject<HTMLElement | null>) {
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || into.closest('input, textarea, select, dialog')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const current = into.closest<HTMLElement>('[data-row]');
      const at = current ? rows.indexOf(current) : -1;
      if (event.key === 'j') rows[Math.min(at + 1, rows.length - 1)]?.focus();
      else if (event.key === 'k') rows[Math.max(at - 1, 0)]?.focus();
      else if (event.key === 'Enter' && current && into === current) void navigate(current.dataset.row!);
      else if (current) current.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [list, navigate]);
}
