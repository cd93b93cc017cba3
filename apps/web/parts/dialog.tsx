import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useWording } from '../base/language.js';

/** The browser's own modal dialog: focus, Esc and the inert page behind it are its business. A sheet on a phone. */
export function Dialog({
  title,
  close,
  children,
  wide = false,
  narrow = false,
}: {
  title: ReactNode;
  close: () => void;
  children: ReactNode;
  wide?: boolean;
  narrow?: boolean;
}) {
  const t = useWording();
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  // Closed before it leaves the page: only then the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current!;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${wide ? 'dialog-wide' : ''} ${narrow ? 'dialog-narrow' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        // React lets it rise, the browser does not: of a dialog over this one it is none of ours.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) close();
      }}
    >
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button quiet" onClick={close}>
          {t.keys.close}
        </button>
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
