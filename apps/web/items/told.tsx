import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useUnsent } from '../base/outbox.js';
import { useDepartments } from '../base/session.js';
import type { Item } from '../contract.js';
import { draftOf, keepDraft } from '../parts/draft.js';
import { Moment, Tag } from '../parts/marks.js';
import { FilesOfReport } from '../parts/report-files.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { UnsentLine } from '../parts/unsent-line.js';
import type { Wording } from '../words/zh.js';

/** How what one told stands, in plain words and to its end; what came of it is somebody else's case. */
function standing({ state, disputeStatus }: Item, t: Wording): string {
  if (state === 'discarded') return t.itemState.discarded;
  if (state === 'new') return t.items.waiting;
  return disputeStatus ? t.reportStands[disputeStatus] : t.items.became;
}

/** Also that a case which was closed may be opened again: what is closed is quiet. */
const isQuiet = ({ state, disputeStatus }: Item) => state === 'discarded' || disputeStatus === 'closed';

/**
 * What became of what one told, in plain words; first what was not sent yet.
 *
 * @param again its form is drawn anew, with what it kept
 */
export function Told({ again }: { again: () => void }) {
  const t = useWording();
  const unsent = useUnsent().filter(({ path }) => path === '/items');
  const { name } = useDepartments();
  // What is added is looked at as the first report was: somebody owes a look at it, also where the first is a case already.
  const add = ({ number, village }: Item) => {
    const { kept, sendKey } = draftOf<{ text: string }>('draft.tell');
    const text = [kept?.text, t.items.addTo(number)].filter(Boolean).join('\n');
    keepDraft('draft.tell', { ...kept, text, village }, sendKey);
    again();
    window.scrollTo(0, 0);
  };
  const list = useQuery({
    queryKey: ['items', 'mine'],
    queryFn: ({ signal }) => get('/items', { query: { limit: 50 }, signal }),
    refetchInterval: 30_000,
  });
  return (
    <section aria-labelledby="mine">
      <h2 id="mine" className="visit-village">
        {t.items.mine}
      </h2>
      {unsent.length > 0 && (
        <ul className="rows">
          {unsent.map((each) => (
            <li key={each.key} className="item">
              <p>{(each.typed as { text?: string } | undefined)?.text}</p>
              <UnsentLine is={({ key }) => key === each.key} again={again} />
            </li>
          ))}
        </ul>
      )}
      {list.isPending ? (
        <Skeleton rows={3} />
      ) : !list.data ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.data.items.length === 0 ? (
        <Empty title={t.items.none} />
      ) : (
        <ul className="rows">
          {list.data.items.map((item) => {
            return (
              <li key={item.id} className="item">
                <p>{item.text ?? t.dispute.erased}</p>
                <FilesOfReport item={item} />
                <p className="dispute-marks">
                  <Tag tone={isQuiet(item) ? 'quiet' : 'accent'}>{standing(item, t)}</Tag>
                  {item.reason && <span>{item.reason}</span>}
                  <span className="muted">
                    <span className="number">{item.number}</span> · {name(item.village)} · <Moment at={item.heardAt} />
                  </span>
                  {!item.erased && (
                    <button type="button" className="button small" onClick={() => add(item)}>
                      {t.items.add}
                      <span className="visually-hidden"> {item.number}</span>
                    </button>
                  )}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
