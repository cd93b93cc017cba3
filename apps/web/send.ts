import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { newKey, post, Problem, Unreachable, type Answer, type Asking, type PathOf, type ProblemBody } from './api.js';
import type { Done } from './contract.js';

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

export type SendState = 'idle' | 'sending' | 'waiting';

/**
 * Sends a form. The key is made when the form opens, so sending twice is one deed; while nobody answers it waits and goes
 * out by itself.
 */
export function useSend() {
  const [state, setState] = useState<SendState>('idle');
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const key = useRef(newKey());
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const send = useCallback(
    async <P extends PathOf<'post'>>(path: P, ...asking: Asking<'post', P>): Promise<Answer<'post', P> | null> => {
      const gone = (leaving.current = new AbortController());
      setState('sending');
      setProblem(null);
      for (;;) {
        try {
          const answer = await post(path, ...([{ key: key.current, ...asking[0] }] as Asking<'post', P>));
          key.current = newKey();
          setState('idle');
          return answer;
        } catch (error) {
          const away = error instanceof Unreachable || (error instanceof Problem && error.body.status === 503);
          if (!away || gone.signal.aborted) {
            setState('idle');
            if (error instanceof Problem) setProblem(error.body);
            else if (!gone.signal.aborted) throw error;
            return null;
          }
          setState('waiting');
          await laterOrOnline(gone.signal);
          if (gone.signal.aborted) return null;
        }
      }
    },
    [],
  );
  return { send, state, problem, setProblem };
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
