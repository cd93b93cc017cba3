import { useMemo, useState } from 'react';
import { usePreferences, useWording } from '../../../base/language.js';
import { useZone } from '../../../base/session.js';
import { momentText } from '../../../base/time.js';
import type { TimelineEntry } from '../../../contract.js';

/** Walks the moments at which anything happened: the case is shown as it stood then. */
export function TimeSlider({
  entries,
  at,
  lookAt,
}: {
  entries: TimelineEntry[];
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const zone = useZone();
  const moments = useMemo(() => [...new Set(entries.map((each) => each.at))].sort(), [entries]);
  const place = at
    ? Math.max(
        0,
        moments.findLastIndex((each) => each <= at),
      )
    : moments.length;
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? place;
  const say = (n: number) => (n >= moments.length ? t.time.now : momentText(moments[n]!, zone, language));
  const settle = () => {
    if (dragged === null) return;
    lookAt(dragged >= moments.length ? null : moments[dragged]!);
    setDragged(null);
  };
  if (moments.length < 2) return null;
  return (
    <label className="slider">
      <span>
        {t.dispute.at} <b>{say(shown)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={moments.length}
        value={shown}
        aria-valuetext={say(shown)}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
      />
    </label>
  );
}
