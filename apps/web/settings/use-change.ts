import { useState } from 'react';
import { change, Problem, type ProblemBody } from '../api.js';

/** Sends a change and keeps what was refused, for the form to show. */
export function useChange() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const send = async (method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await change(method, path, body);
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
