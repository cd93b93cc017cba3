import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { get, wire } from './api.js';

/** Whether anybody answers; what is shown is asked for again as soon as they are back. */
export function useReached(): boolean {
  const queries = useQueryClient();
  const [reached, setReached] = useState(true);

  useEffect(() => {
    wire.onReach = setReached;
    const lost = () => setReached(false);
    const back = () => void queries.invalidateQueries();
    window.addEventListener('offline', lost);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', lost);
      window.removeEventListener('online', back);
    };
  }, [queries]);

  // While nobody answers, one small question now and then tells when they are back.
  useEffect(() => {
    if (reached) return;
    const timer = setInterval(() => {
      get('/console').then(
        () => queries.invalidateQueries(),
        // Still nobody: the bar says so.
        () => undefined,
      );
    }, 3_000);
    return () => clearInterval(timer);
  }, [reached, queries]);

  return reached;
}
