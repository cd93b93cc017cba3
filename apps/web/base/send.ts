import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import {
  newKey,
  Problem,
  Unreachable,
  type Answer,
  type AnyQuestion,
  type PathOf,
  type ProblemBody,
  type Question,
} from './api.js';
import type { Done } from '../contract.js';
import { useWording } from './language.js';
import { remember } from './memory.js';
import {
  deliver,
  drop,
  hold,
  inTurn,
  postpone,
  refuse,
  release,
  resumed,
  settle,
  timeLeft,
  unsentOf,
  useUnsent,
  type Following,
  type GivenFile,
  type Photo,
  type Unsent,
} from './outbox.js';
import { useSay } from './say.js';

const TRY_AGAIN_MS = 2_000;
const SECOND_MS = 1_000;

/** Until the browser says that it is back, or a moment has passed: a dead server tells no browser. */
function laterOrOnline(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      signal.removeEventListener('abort', go);
      done();
    };
    const timer = setTimeout(go, TRY_AGAIN_MS);
    window.addEventListener('online', go);
    signal.addEventListener('abort', go);
  });
}

/** Nobody answered, or who answered had no time: the same may go out again. */
const isAway = (error: unknown) =>
  error instanceof Unreachable ||
  // What only the operator can heal is said, and not waited for.
  (error instanceof Problem && error.body.status === 503 && error.body.code !== 'RECORD_BEHIND');

/** What is kept until it is answered: how it is called, where it was typed, and what goes with it. */
interface Kept {
  says?: string;
  draft?: string;
  typed?: object;
  photo?: Photo;
  files?: readonly GivenFile[];
  /** Asked of the case that it makes: the form goes on with it (`proceed`), or the outbox, where the form is gone. */
  follows?: Following;
  /**
   * It holds whatever happened meanwhile: once it had to wait, it is no longer asked whether the case is still as it was
   * seen.
   */
  fact?: boolean;
}
type Keeping<P extends PathOf<'post'>> =
  Record<never, never> extends Question<'post', P>
    ? [question?: Question<'post', P> & Kept]
    : [question: Question<'post', P> & Kept];

export type SendState = 'idle' | 'sending' | 'waiting';

function toSend(path: PathOf<'post'>, asked: Kept & AnyQuestion, key: string): Unsent {
  const { says = '', draft, typed, photo, files, follows, fact: _fact, key: _key, ...question } = asked;
  const kept = { draft, typed, photo, files, follows };
  const beside = Object.fromEntries(Object.entries(kept).filter(([, each]) => each !== undefined && each !== ''));
  return { key, path, question, says, at: Date.now(), ...beside };
}

const asSeen = ({ question: { ifMatch: _ifMatch, ...question }, ...unsent }: Unsent): Unsent => ({
  ...unsent,
  question,
});

/**
 * Sends a form. Its key is made when it is filled in, so sending twice is one deed; while nobody answers it waits and goes
 * out by itself, also when the form is closed meanwhile: then the outbox has it.
 */
export function useSend() {
  const [state, setState] = useState<SendState>('idle');
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const key = useRef(newKey());
  /** Keys that have their answer: what is handed in after that is another deed. */
  const spent = useRef(new Set<string>());
  /** What was refused last, with how far its files came. */
  const refused = useRef<Unsent>(undefined);
  /** What follows what was answered last. */
  const next = useRef<Unsent>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const go = useCallback(async (first: Unsent, isFact = false): Promise<unknown> => {
    let unsent = first;
    const { key: own, says } = unsent;
    const gone = (leaving.current = new AbortController());
    const renew = () => {
      spent.current.add(own);
      key.current = newKey();
    };
    setState('sending');
    setProblem(null);
    // Before it is sent: whoever loads the page anew while nobody answers finds it here.
    if (says) await hold(unsent);
    for (;;) {
      try {
        const answer = await deliver(unsent);
        const following = await settle(unsent, answer, !gone.signal.aborted);
        next.current = gone.signal.aborted ? null : following;
        renew();
        setState('idle');
        return answer;
      } catch (error) {
        if (!isAway(error)) {
          setState('idle');
          // Nobody looks at the form any more: the refusal is said where one sees it.
          if (error instanceof Problem && gone.signal.aborted && says) await refuse(unsent, error.body);
          else {
            refused.current = unsentOf(own);
            // The form is there still, and what goes with it.
            await drop(own, true);
          }
          if (!(error instanceof Problem)) throw error;
          if (error.body.code === 'KEY_REUSED') renew();
          setProblem(error.body);
          return null;
        }
        if (isFact) unsent = asSeen(unsent);
        if (says) await hold(unsent);
        setState('waiting');
        if (!gone.signal.aborted) await laterOrOnline(gone.signal);
        if (gone.signal.aborted) {
          release(own);
          return null;
        }
      }
    }
  }, []);

  const send = useCallback(
    async <P extends PathOf<'post'>>(path: P, ...asking: Keeping<P>): Promise<Answer<'post', P> | null> => {
      const asked = (asking[0] ?? {}) as Kept & AnyQuestion;
      const own = asked.key !== undefined && !spent.current.has(asked.key) ? asked.key : key.current;
      const unsent = resumed(toSend(path, asked, own), refused.current);
      return (await go(unsent, asked.fact)) as Answer<'post', P> | null;
    },
    [go],
  );
  /** Sends what follows, once the first was answered; null where it was refused, or is not this form's to send any more. */
  const proceed = useCallback(async (): Promise<Done | null> => {
    const following = next.current;
    next.current = null;
    return following && ((await go(following)) as Done | null);
  }, [go]);
  return { send, proceed, state, problem, setProblem };
}

/** Draws anew with each second, while something counts them. */
function usePassing(counts: boolean): void {
  const [, pass] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (!counts) return;
    const timer = setInterval(pass, SECOND_MS);
    return () => clearInterval(timer);
  }, [counts]);
}

/** Hands something in that may be taken back for a while. */
export function postponed<P extends PathOf<'post'>>(path: P, ...asking: Keeping<P>): Promise<void> {
  const asked = (asking[0] ?? {}) as Kept & AnyQuestion;
  return postpone(toSend(path, asked, asked.key ?? newKey()));
}

/** Sends what waits without a form, one after the other, as long as somebody is signed in. */
export function useOutbox(): readonly Unsent[] {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const queries = useQueryClient();
  const unsent = useUnsent();
  usePassing(unsent.some((each) => timeLeft(each) > 0));
  const next = unsent.find((each) => !each.problem && timeLeft(each) === 0)?.key;
  const tell = useRef({ say, after, t });
  useEffect(() => {
    tell.current = { say, after, t };
  });
  useEffect(() => {
    if (!next) return;
    const leaving = new AbortController();
    const settled = ({ draft, says }: Unsent, done: Partial<Done>) => {
      if (draft) remember(draft, null);
      if (done.dispute) tell.current.after(done as Done);
      else void queries.invalidateQueries();
      tell.current.say(tell.current.t.form.done(says));
    };
    const go = async (unsent: Unsent) => {
      while (!leaving.signal.aborted) {
        try {
          const answer = (await deliver(unsent)) as Partial<Done>;
          settled(unsent, answer);
          await settle(unsent, answer);
          return;
        } catch (error) {
          if (isAway(error)) await laterOrOnline(leaving.signal);
          else {
            const { failed, offline } = tell.current.t.state;
            const unknown = { type: '', title: failed, detail: offline, status: 0, code: 'UNAVAILABLE' } as const;
            return refuse(unsent, error instanceof Problem ? error.body : unknown);
          }
        }
      }
    };
    void inTurn(leaving.signal, next, go);
    return () => leaving.abort();
  }, [next, queries]);
  return unsent;
}

/** Everything that one act can change: the case at once, the lists when they are looked at. */
export function useAfterCommand() {
  const queries = useQueryClient();
  return useCallback(
    (done: Done) => {
      queries.setQueryData(['dispute', done.dispute.id], done.dispute);
      for (const part of ['timeline', 'attribution']) {
        void queries.invalidateQueries({ queryKey: [part, done.dispute.id] });
      }
      for (const list of ['inbox', 'counts', 'board', 'visits', 'disputes', 'notices', 'explanation', 'items']) {
        void queries.invalidateQueries({ queryKey: [list] });
      }
    },
    [queries],
  );
}
