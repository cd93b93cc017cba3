import { useState } from 'react';
import { Link } from 'react-router';
import { useWording } from '../base/language.js';
import { useSend } from '../base/send.js';
import type { Verification } from '../contract.js';
import { Refusal } from '../parts/refusal.js';

export function Verify() {
  const t = useWording();
  const { send, state, problem } = useSend();
  const [proof, setProof] = useState<Verification | null>(null);
  const broken = proof?.firstBroken;
  return (
    <section className="section row wrap" aria-live="polite">
      <button
        type="button"
        className="button primary"
        disabled={state !== 'idle'}
        onClick={() => void send('/audit/verify').then(setProof)}
      >
        {state === 'idle' ? t.record.verify : t.form.sending}
      </button>
      {proof ? (
        proof.ok ? (
          <b>{t.record.whole(proof.checked, proof.disputes)}</b>
        ) : (
          <span className="refusal">
            {t.record.broken}: {broken?.what}{' '}
            {broken && 'disputeId' in broken && broken.disputeId && (
              <Link to={`/disputes/${broken.disputeId}`}>{broken.seq}</Link>
            )}
          </span>
        )
      ) : (
        <span className="muted">{t.record.hint}</span>
      )}
      {problem && <Refusal problem={problem} />}
    </section>
  );
}
