import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import {
  newKey,
  post,
  Problem,
  Unreachable,
  type Answer,
  type AnyQuestion,
  type Asking,
  type PathOf,
  type ProblemBody,
  type Question,
} from './api.js';
import type { Done } from '../contract.js';
import { useWording } from './language.js';
import { remember } from './memory.js';
import { drop, hold, refuse, release, useUnsent, type Unsent } from './outbox.js';
import { useSay } from './say.js';

const TRY_AGAIN_MS = 2_000;

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

/** What is kept while nobody answers: how it is called, and where it was typed. */
interface Kept {
  says?: string;
  draft?: string;
}
type Keeping<P extends PathOf<'post'>> =
  Record<never, never> extends Question<'post', P>
    ? [question?: Question<'post', P> & Kept]
    : [question: Question<'post', P> & Kept];

export type SendState = 'idle' | 'sending' | 'waiting';

/**
 * Sends a form. The key is made when the form opens, so sending twice is one deed; while nobody answers it waits and goes
 * out by itself, also when the form is closed meanwhile: then the outbox has it.
 */
export function useSend() {
  const [state, setState] = useState<SendState>('idle');
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const key = useRef(newKey());
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const send = useCallback(
    async <P extends PathOf<'post'>>(path: P, ...asking: Keeping<P>): Promise<Answer<'post', P> | null> => {
      const { says, draft, ...question } = (asking[0] ?? {}) as Kept & AnyQuestion;
      const gone = (leaving.current = new AbortController());
      const own = key.current;
      setState('sending');
      setProblem(null);
      for (;;) {
        try {
          const answer = await post(path, ...([{ key: own, ...question }] as unknown as Asking<'post', P>));
          drop(own);
          key.current = newKey();
          setState('idle');
          return answer;
        } catch (error) {
          if (!isAway(error)) {
            drop(own);
            setState('idle');
            if (!(error instanceof Problem)) throw error;
            setProblem(error.body);
            // Nobody looks at the form any more: the refusal is said where one sees it.
            if (gone.signal.aborted && says) {
              hold({ key: own, path, question, says, problem: error.body, ...(draft && { draft }) });
              release(own);
            }
            return null;
          }
          if (says) hold({ key: own, path, question, says, ...(draft && { draft }) });
          setState('waiting');
          if (!gone.signal.aborted) await laterOrOnline(gone.signal);
          if (gone.signal.aborted) {
            release(own);
            return null;
          }
        }
      }
    },
    [],
  );
  return { send, state, problem, setProblem };
}

/** Sends what waits without a form, one after the other, as long as somebody is signed in. */
export function useOutbox(): readonly Unsent[] {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const queries = useQueryClient();
  const unsent = useUnsent();
  const next = unsent.find((each) => !each.problem);
  const tell = useRef({ say, after, t });
  useEffect(() => {
    tell.current = { say, after, t };
  });
  useEffect(() => {
    if (!next) return;
    const leaving = new AbortController();
    const { key, path, question, draft, says } = next;
    void (async () => {
      while (!leaving.signal.aborted) {
        try {
          const done = (await post(
            path,
            ...([{ ...question, key }] as unknown as Asking<'post', typeof path>),
          )) as Partial<Done>;
          if (draft) remember(draft, null);
          if (done.dispute) tell.current.after(done as Done);
          else void queries.invalidateQueries();
          tell.current.say(tell.current.t.form.done(says));
          drop(key);
          return;
        } catch (error) {
          if (isAway(error)) await laterOrOnline(leaving.signal);
          else {
            const { failed, offline } = tell.current.t.state;
            refuse(
              key,
              error instanceof Problem
                ? error.body
                : { type: '', title: failed, detail: offline, status: 0, code: 'UNAVAILABLE' },
            );
            return;
          }
        }
      }
    })();
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
