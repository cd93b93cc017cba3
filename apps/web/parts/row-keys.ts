import { useEffect } from 'react';
import { useNavigate } from 'react-router';

/** `j` and `k` walk the rows, and arrows from one that has the focus; Enter opens one, letters press its buttons. */
export function useRowKeys(list: React.RefObject<HTMLElement | null>) {
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || into.closest('input, textarea, select, dialog')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const current = into.closest<HTMLElement>('[data-row]');
      const at = current ? rows.indexOf(current) : -1;
      const steps: Partial<Record<string, number>> = { j: 1, k: -1 };
      if (current && into === current) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1 });
      const step = steps[event.key];
      if (step !== undefined) {
        if (event.key.startsWith('Arrow')) event.preventDefault();
        rows[Math.max(0, Math.min(at + step, rows.length - 1))]?.focus();
      } else if (event.key === 'Enter' && current && into === current) void navigate(current.dataset.row!);
      else if (current) current.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [list, navigate]);
}
