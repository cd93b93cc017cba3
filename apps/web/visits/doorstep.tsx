import { useWording } from '../base/language.js';
import type { Visit } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { DisputeLine } from '../verbs/dispute-line.js';
import type { DoorstepVerb } from '../verbs/use-verb-form.js';
import { VerbForm } from '../verbs/verb-form.js';

/** A form over the list, of what the list knows: it asks nobody, and closes when what was handed in has to wait. */
export function DoorstepDialog({
  visit: { n, dispute },
  verb,
  close,
  refresh,
}: {
  visit: Visit;
  verb: DoorstepVerb;
  close: () => void;
  refresh: () => void;
}) {
  const t = useWording();
  return (
    <Dialog title={t.verb[verb]} close={close}>
      <DisputeLine view={dispute} />
      <VerbForm
        verb={verb}
        view={dispute}
        {...(verb === 'visit' && { subject: { n } })}
        cancel={close}
        waits={close}
        refresh={refresh}
        done={close}
      />
    </Dialog>
  );
}
