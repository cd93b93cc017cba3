import { useEffect, useId, useRef, useState } from 'react';
import { Problem } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { handInOrKeep, takeBack } from '../../base/hand-in.js';
import type { GivenFile } from '../../base/outbox.js';
import { type Common, described, FieldFrame } from './frame.js';
import { Chooser } from './given.js';

/** Hands files in one after the other, each said by name where it is refused. */
export function useHandingIn<F>(hand: (file: File) => Promise<F>, done: (given: F) => Promise<void> | void) {
  const t = useWording();
  const [sending, setSending] = useState<string | null>(null);
  const [refusals, setRefusals] = useState<{ name: string; why: string }[]>([]);
  const take = async (files: File[]) => {
    if (sending !== null) return;
    setRefusals([]);
    for (const file of files) {
      setSending(file.name);
      try {
        await done(await hand(file));
      } catch (error) {
        const { body } = error instanceof Problem ? error : { body: null };
        const why = body ? (body.errors?.[0]?.detail ?? body.detail) : t.files.notSent;
        setRefusals((before) => [...before, { name: file.name, why }]);
      }
    }
    setSending(null);
  };
  // Of several for the same reason that is said once.
  const refused = [...new Set(refusals.map(({ why }) => why))].map((why) =>
    t.files.refused(
      refusals
        .filter((each) => each.why === why)
        .map(({ name }) => name)
        .join(t.form.and),
      why,
    ),
  );
  return { sending, refused, take };
}

const nameOf = ({ fileId, kept }: GivenFile) => (fileId ?? kept)!;

/** Files that go with a form: handed in as soon as they are chosen, dropped or pasted; without a network with the form. */
export function FilesField({
  value,
  change,
  ...common
}: Common & { value: readonly GivenFile[]; change: (files: GivenFile[]) => void }) {
  const id = useId();
  const t = useWording();
  // While one is on its way people type on: the form as it is then takes it.
  const latest = useRef({ value, change });
  useEffect(() => {
    latest.current = { value, change };
  });
  const put = (files: GivenFile[]) => {
    latest.current.value = files;
    latest.current.change(files);
  };
  const without = (file: GivenFile) => latest.current.value.filter((each) => nameOf(each) !== nameOf(file));
  const { sending, refused, take } = useHandingIn(handInOrKeep, (given) => {
    put([...without(given), given]);
  });
  const error = refused.length > 0 ? refused.join('\n') : common.error;
  return (
    <FieldFrame id={id} {...common} error={error} hint={sending === null ? t.files.hint : t.files.sending(sending)}>
      <Chooser id={id} busy={sending !== null} many take={(files) => void take(files)} {...described(id, error)} />
      {value.length > 0 && (
        <ul className="files">
          {value.map((file) => (
            <li key={nameOf(file)}>
              {file.small && (
                <span className="thumbnail" aria-hidden="true">
                  <img src={file.small} alt="" />
                </span>
              )}
              <span>
                {file.name || t.files.unnamed} <span className="muted">{t.files.size(file.size)}</span>
                {file.fileId === undefined && <span className="muted"> {t.files.kept}</span>}
              </span>
              <button
                type="button"
                className="button small"
                onClick={() => {
                  put(without(file));
                  void takeBack(file);
                }}
              >
                {t.files.leaveOut}
                <span className="visually-hidden"> {file.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </FieldFrame>
  );
}
