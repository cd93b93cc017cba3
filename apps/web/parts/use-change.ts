import { useState } from 'react';
import { Problem, type ProblemBody } from '../base/api.js';

/** Waits for a change that was sent, and keeps what was refused, for the form to show. */
export function useChange() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const send = async (change: Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await change;
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.body);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const wrong = (field: string) => problem?.errors?.find((each) => each.pointer === `/${field}`)?.detail;
  return { send, busy, problem, wrong };
}
