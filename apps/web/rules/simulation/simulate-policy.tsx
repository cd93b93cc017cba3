import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { post } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useZone } from '../../base/session.js';
import { civil, toDateInput } from '../../base/time.js';
import { Refusal } from '../../parts/refusal.js';
import { useChange } from '../../parts/use-change.js';
import { Days } from '../../parts/days.js';
import { VersionPage } from '../version-page.js';
import { Simulated } from './simulated.js';

const DAY_MS = 86_400_000;

/** Past months under a version of the rules, beside those in force; which stands in the address: who comes back goes on. */
export default function SimulatePolicy() {
  const t = useWording();
  const [address, setAddress] = useSearchParams();
  const simulation = address.get('simulation');
  return (
    <VersionPage here="simulate">
      {({ version }) => (
        <>
          <p className="muted">{t.simulating.hint}</p>
          <Begin
            version={version}
            again={simulation !== null}
            begun={(id) => setAddress({ simulation: id }, { replace: true })}
          />
          {simulation && <Simulated key={simulation} id={simulation} version={version} />}
        </>
      )}
    </VersionPage>
  );
}

function Begin({ version, again, begun }: { version: string; again: boolean; begun: (id: string) => void }) {
  const t = useWording();
  const zone = useZone();
  const yesterday = toDateInput(Date.now() - DAY_MS, zone);
  const [days, setDays] = useState(() => lastYear(zone));
  const { send, busy, problem } = useChange();
  const begin = () =>
    send(
      post('/policies/{version}/simulate', { path: { version }, body: days }).then(({ rollout }) => begun(rollout.id)),
    );
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <div className="filters">
        <Days {...days} most={yesterday} set={(field, value) => setDays({ ...days, [field]: value })} />
        <button type="submit" className="button primary" disabled={busy || !days.from || !days.to}>
          {again ? t.simulating.again : t.simulating.begin}
        </button>
      </div>
      {problem && <Refusal problem={problem} />}
    </form>
  );
}

/** The last twelve months that are over, by their first and last day. */
function lastYear(zone: string): { from: string; to: string } {
  const { year, month } = civil(Date.now(), zone);
  const day = (months: number, date: number) =>
    new Date(Date.UTC(year, month - 1 + months, date)).toISOString().slice(0, 10);
  return { from: day(-12, 1), to: day(0, 0) };
}
