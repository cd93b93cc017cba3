import { useReducer } from 'react';
import { useWording } from '../base/language.js';
import { TellForm } from './tell-form.js';
import { Told } from './told.js';

/** One field, the village, send; below it what became of earlier reports, in plain words. */
export default function Tell() {
  const t = useWording();
  const [n, next] = useReducer((before: number) => before + 1, 0);
  return (
    <div className="page tell stack">
      <header className="page-head">
        <h1>{t.items.tellTitle}</h1>
        <p className="muted">{t.items.tellHint}</p>
      </header>
      <TellForm key={n} waits={next} />
      <Told again={next} />
    </div>
  );
}
