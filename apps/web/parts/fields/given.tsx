import { type DragEvent, type InputHTMLAttributes, useEffect, useRef, useState } from 'react';
import { FILE_KINDS } from '#lexicon/file-kinds.js';
import { useWording } from '../../base/language.js';

/** For the browser's own chooser, which on a telephone offers the camera. */
const TAKEN = Object.values(FILE_KINDS)
  .flatMap(({ types, endings }) => [types[0], ...endings.map((each) => `.${each}`)])
  .join(',');

type Take = (files: File[]) => void;
/** Of several on a page the last that came takes what is pasted: a dialog lies before its page. */
const takers: { current: Take }[] = [];

function paste(event: ClipboardEvent): void {
  const { files, types } = event.clipboardData ?? {};
  // A cell or a paragraph is copied as words with a picture of them beside.
  if (!files?.length || types!.includes('text/plain') || takers.length === 0) return;
  event.preventDefault();
  takers.at(-1)!.current([...files]);
}

const bringsFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');

/** Files that are dropped on a place, or pasted anywhere on its page; one at least. */
export function useGiven(take: Take) {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (takers.length === 0) window.addEventListener('paste', paste);
    takers.push(latest);
    return () => {
      takers.splice(takers.indexOf(latest), 1);
      if (takers.length === 0) window.removeEventListener('paste', paste);
    };
  }, []);
  const zone = {
    onDragOver: (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...event.dataTransfer.files];
      if (files.length > 0) take(files);
    },
  };
  return { over, zone };
}

/** Where files are chosen, dropped or pasted. The browser's own button would speak the browser's language. */
export function Chooser({
  id,
  busy,
  many = false,
  take,
  ...aria
}: {
  id: string;
  busy: boolean;
  many?: boolean;
  take: Take;
} & Pick<InputHTMLAttributes<HTMLInputElement>, 'aria-invalid' | 'aria-describedby'>) {
  const t = useWording();
  const { over, zone } = useGiven(take);
  return (
    <>
      <input
        id={id}
        type="file"
        multiple={many}
        className="visually-hidden"
        accept={TAKEN}
        disabled={busy}
        {...aria}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) take(files);
          target.value = '';
        }}
      />
      <div className={over ? 'drop over' : 'drop'} {...zone}>
        <label htmlFor={id} className="button">
          {t.files.choose}
        </label>
        <span className="muted drop-hint">{t.files.drop}</span>
      </div>
    </>
  );
}
