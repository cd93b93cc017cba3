import { useEffect, useId, useRef, useState } from 'react';
import { Problem } from '../../base/api.js';
import { handIn, type GivenFile } from '../../base/hand-in.js';
import { useWording } from '../../base/language.js';
import { type Common, described, FieldFrame } from './frame.js';
import { TAKEN, useGiven } from './given.js';

/** Hands files in one after the other, each said by name where it is refused. */
export function useHandingIn(done: (given: GivenFile) => Promise<void> | void, dispute?: string) {
  const t = useWording();
  const [sending, setSending] = useState<string | null>(null);
  const [refused, setRefused] = useState<string[]>([]);
  const take = async (files: File[]) => {
    if (sending !== null) return;
    setRefused([]);
    for (const file of files) {
      setSending(file.name);
      try {
        await done(await handIn(file, dispute));
      } catch (error) {
        const { body } = error instanceof Problem ? error : { body: null };
        const why = body ? (body.errors?.[0]?.detail ?? body.detail) : t.files.notSent;
        setRefused((before) => [...before, t.files.refused(file.name, why)]);
      }
    }
    setSending(null);
  };
  return { sending, refused, take };
}

/** Files that go with a form: handed in as soon as they are chosen, dropped or pasted. */
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
  const without = (fileId: string) => latest.current.value.filter((each) => each.fileId !== fileId);
  const { sending, refused, take } = useHandingIn((given) => {
    latest.current.change([...without(given.fileId), given]);
  });
  const { over, zone } = useGiven((files) => void take(files));
  const error = refused.length > 0 ? refused.join('\n') : common.error;
  return (
    <FieldFrame id={id} {...common} error={error} hint={sending === null ? t.files.hint : t.files.sending(sending)}>
      <input
        id={id}
        type="file"
        multiple
        className="visually-hidden"
        accept={TAKEN}
        disabled={sending !== null}
        {...described(id, error)}
        onChange={({ target }) => {
          void take([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <div className={over ? 'drop over' : 'drop'} {...zone}>
        <label htmlFor={id} className="button">
          {t.files.choose}
        </label>
        <span className="muted drop-hint">{t.files.drop}</span>
      </div>
      {value.length > 0 && (
        <ul className="files">
          {value.map(({ fileId, name, size }) => (
            <li key={fileId}>
              <span>
                {name || t.files.unnamed} <span className="muted">{t.files.size(size)}</span>
              </span>
              <button type="button" className="button small" onClick={() => change(without(fileId))}>
                {t.files.leaveOut}
                <span className="visually-hidden"> {name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </FieldFrame>
  );
}
