import { useEffect, useState } from 'react';

/** Typing pauses this long before anybody is asked about it. */
const PAUSE_MS = 350;

export function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(JSON.parse(text) as T), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
