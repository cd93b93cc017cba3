import { Link } from 'react-router';
import type { BodyOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { hasten, timeLeft, type Unsent } from '../base/outbox.js';
import { giveBack } from '../parts/unsent-line.js';
import { ForeseenClocks, useForeseen } from '../verbs/foreseen-clocks.js';

type Foresee = BodyOf<'post', '/disputes/{id}/preview'>;

const isAcceptance = ({ path }: Unsent) => path === '/disputes/{id}/accept';
const idOf = ({ question }: Unsent) => (question.path as { id: string }).id;

/** What leaves in a few seconds, and may be taken back until then: over every page, and nothing moves for it. */
export function Leaving({ unsent }: { unsent: readonly Unsent[] }) {
  const t = useWording();
  if (unsent.length === 0) return null;
  return (
    <section className="leaving" aria-label={t.state.leaving}>
      {unsent.map((each) => (
        <div key={each.key}>
          <p role="status">
            <b>{each.says}</b> {/* Seconds are for eyes: read aloud they would say nothing else. */}
            <span aria-live="off">{t.state.leaves(Math.ceil(timeLeft(each) / 1_000))}</span>
          </p>
          {isAcceptance(each) && <Handler id={handlerOf(each)} />}
          {isAcceptance(each) && <Clocks unsent={each} />}
          <p className="leaving-do">
            <button type="button" className="button" onClick={() => giveBack(each)}>
              {t.state.takeBack}
              <span className="visually-hidden"> {each.says}</span>
            </button>
            <button type="button" className="button" onClick={() => hasten(each.key)}>
              {t.state.sendNow}
              <span className="visually-hidden"> {each.says}</span>
            </button>
            {isAcceptance(each) && !handlerOf(each) && (
              <Link className="button" to={`/disputes/${idOf(each)}?do=accept`} onClick={() => giveBack(each)}>
                {t.state.nameHandler}
              </Link>
            )}
          </p>
        </div>
      ))}
    </section>
  );
}

const handlerOf = ({ question }: Unsent) => (question.body as { handler?: string } | undefined)?.handler;

/** Whom an acceptance names. */
function Handler({ id }: { id: string | undefined }) {
  const t = useWording();
  const { name } = usePeople();
  return id ? (
    <p>
      {t.field.handler} <b>{name(id)}</b>
    </p>
  ) : null;
}

/** Of an acceptance, which clocks begin. */
function Clocks({ unsent }: { unsent: Unsent }) {
  const foreseen = useForeseen(idOf(unsent), 'accept', unsent.question.body as Foresee['body']);
  return foreseen === null ? null : <ForeseenClocks foreseen={foreseen} />;
}
