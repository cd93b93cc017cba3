/** What can be typed into or chosen. */
const CONTROLS = 'input:not([type=hidden]), select, textarea, button';

/**
 * Of every form that was handed in and has a gap: the first field that is wrong comes into sight, past what sticks to the
 * edges (`scroll-padding`), and has the focus. Asked once what was wrong is drawn.
 */
export function showWhatIsWrong(): void {
  addEventListener('submit', ({ target: form }) => {
    if (!(form instanceof HTMLFormElement)) return;
    requestAnimationFrame(() => {
      const field = form.querySelector<HTMLElement>('.field-wrong');
      if (!field) return;
      const folded = field.closest('details');
      if (folded) folded.open = true;
      field.querySelector<HTMLElement>(CONTROLS)?.focus({ preventScroll: true });
      field.scrollIntoView({ block: 'nearest' });
    });
  });
}
