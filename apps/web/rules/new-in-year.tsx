import { usePreferences } from '../base/language.js';
import type { CalendarYear } from '../contract.js';
import { ranges } from './year.js';

const LISTS = ['holidays', 'makeUpDays', 'statutory'] as const;

interface Compared {
  year: CalendarYear;
  known: CalendarYear | null;
}

/** What is different of it from what is known. */
export function NewIn(compared: Compared) {
  const { t } = usePreferences();
  return (
    <section className="section">
      <h2>{t.changing.newInYear}</h2>
      <NewDays {...compared} />
    </section>
  );
}

/** The days that came and went, by what they are. */
export function NewDays({ year, known }: Compared) {
  const { t, language } = usePreferences();
  const words = { holidays: t.day.holiday, makeUpDays: t.day['make-up'], statutory: t.day.statutory };
  const lines = LISTS.flatMap((list) => {
    const before = known?.[list] ?? [];
    const come = year[list].filter((each) => !before.includes(each));
    const gone = before.filter((each) => !year[list].includes(each));
    return come.length + gone.length > 0 ? [{ list, come, gone }] : [];
  });
  if (lines.length === 0) return <p className="muted">{t.changing.sameYear}</p>;
  return (
    <dl className="facts">
      {lines.map(({ list, come, gone }) => (
        <div key={list} data-list={list}>
          <dt>{words[list]}</dt>
          <dd>
            {come.length > 0 && <ins>+ {ranges(come, language)}</ins>}{' '}
            {gone.length > 0 && <del>− {ranges(gone, language)}</del>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
