import { useQueryClient } from '@tanstack/react-query';
import { useState, type ComponentType } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useWording } from '../base/language.js';
import type { Setup } from '../contract.js';
import { Tabs } from '../parts/tabs.js';
import { Failed, Skeleton } from '../parts/states.js';
import { ChannelsStep } from './channels-step.js';
import { DepartmentsStep } from './departments-step.js';
import { InvitationsStep } from './invitations-step.js';
import { PeopleStep } from './people-step.js';
import { RegionStep } from './region-step.js';
import { RulesStep } from './rules-step.js';
import { useSetup, type StepProps } from './step.js';

type Step = Setup['done'][number];
const STEPS: Record<Step, ComponentType<StepProps>> = {
  region: RegionStep,
  departments: DepartmentsStep,
  people: PeopleStep,
  rules: RulesStep,
  channels: ChannelsStep,
  invitations: InvitationsStep,
};
const ORDER = Object.keys(STEPS) as Step[];

/** What a county needs before its first case, step by step; each may be left out and taken again. */
export default function SetupPage() {
  const t = useWording();
  const queries = useQueryClient();
  const { data, error, refetch } = useSetup();
  const [address] = useSearchParams();
  const [chosen, choose] = useState(() => ORDER.find((each) => each === address.get('step')) ?? null);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const step = chosen ?? data.missing[0] ?? 'region';
  const Chosen = STEPS[step];
  const at = ORDER.indexOf(step);
  // What is there may have come by any of them.
  const go = (to: Step) => {
    void queries.invalidateQueries({ queryKey: ['setup'] });
    choose(to);
  };
  const next = () => go(ORDER[Math.min(at + 1, ORDER.length - 1)]!);
  return (
    <div className="page tell">
      <header className="page-head">
        <h1>{t.setup.title}</h1>
        <Link className="button" to="/readiness">
          {t.setup.finish}
        </Link>
      </header>
      <Tabs
        label={t.setup.title}
        tabs={ORDER}
        chosen={step}
        choose={go}
        word={(each) => `${data.done.includes(each) ? '✓ ' : ''}${t.setup.steps[each]}`}
      >
        <p className="muted">{t.setup.stepOf(at + 1, ORDER.length)}</p>
        <Chosen key={step} next={next} />
        {at < ORDER.length - 1 && (
          <p className="form-foot">
            <button type="button" className="button quiet" onClick={next}>
              {t.setup.skip}
            </button>
          </p>
        )}
      </Tabs>
    </div>
  );
}
