import { useId, useState } from 'react';
import { Problem } from '../../base/api.js';
import { handIn, handInOrKeep } from '../../base/hand-in.js';
import { useWording } from '../../base/language.js';
import type { GivenFile } from '../../base/outbox.js';
import { type Common, described, FieldFrame } from './frame.js';
import { Chooser } from './given.js';

/**
 * Hands a file in as soon as it was chosen, so that the form itself stays small and a lost network loses no text. Where
 * nobody answers and `keeps` is said, it waits here and goes with the form.
 */
export function FileField({
  dispute,
  value,
  change,
  keptHere = false,
  keeps,
  ...common
}: Common & {
  dispute: string;
  value: string;
  change: (fileId: string, name: string) => void;
  keptHere?: boolean;
  keeps?: (file: GivenFile) => void;
}) {
  const id = useId();
  const t = useWording();
  const [sending, setSending] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const send = async (chosen: File) => {
    setSending(true);
    setWrong(undefined);
    try {
      const given = await (keeps ? handInOrKeep : handIn)(chosen, dispute);
      if (given.fileId === undefined) keeps!(given);
      else change(given.fileId, given.name);
    } catch (error) {
      if (error instanceof Problem) setWrong(error.body.errors?.[0]?.detail ?? error.body.detail);
      else setWrong(t.files.notSent);
    } finally {
      setSending(false);
    }
  };
  const error = wrong ?? common.error;
  return (
    <FieldFrame
      id={id}
      {...common}
      error={error}
      hint={sending ? t.form.sending : value ? (keptHere ? t.files.kept : t.files.ready) : t.files.hint}
    >
      <Chooser
        id={id}
        busy={sending}
        take={([file]) => {
          if (!sending) void send(file!);
        }}
        {...described(id, error)}
      />
    </FieldFrame>
  );
}
