import { useRef, useState } from 'react';
import { newKey } from '../base/api.js';
import { recall, remember } from '../base/memory.js';

/**
 * What a draft is handed in under, made when it is begun and kept with it: a second tab, and the page loaded anew, use it
 * too.
 */
const SEND_KEY = 'sendKey';

/** @returns what was typed before, if anything, and the key that it is handed in under */
export function draftOf<T extends object>(name: string): { kept: Partial<T> | null; sendKey: string } {
  try {
    const { [SEND_KEY]: sendKey, ...kept } = JSON.parse(recall(name) ?? '') as Partial<T> & { [SEND_KEY]?: string };
    return { kept: kept as Partial<T>, sendKey: sendKey ?? newKey() };
  } catch {
    return { kept: null, sendKey: newKey() };
  }
}

export const keepDraft = (name: string, typed: object, sendKey: string) =>
  remember(name, JSON.stringify({ ...typed, [SEND_KEY]: sendKey }));

/** What is typed. Of two changes in one moment the second knows of the first, though nothing was drawn between them. */
export function useTyped<T extends object>(initial: () => T) {
  const [value, draw] = useState(initial);
  const latest = useRef(value);
  const put = (whole: T) => {
    latest.current = whole;
    draw(whole);
  };
  const change = (more: Partial<T>): T => {
    put({ ...latest.current, ...more });
    return latest.current;
  };
  return { value, change, put };
}

/** What is being typed, kept over a closed dialog, another page and an expired login until it was handed in. */
export function useDraft<T extends object>(name: string, blank: T) {
  const key = `draft.${name}`;
  const [{ kept, sendKey }, begin] = useState(() => draftOf<T>(key));
  const typed = useTyped<T>(() => ({ ...blank, ...kept }));
  const change = (more: Partial<T>) => keepDraft(key, typed.change(more), sendKey);
  const clear = () => {
    begin({ kept: null, sendKey: newKey() });
    typed.put(blank);
    remember(key, null);
  };
  /** Whether it was there already as this began: typed before, and here again. */
  const restored = kept !== null;
  return { value: typed.value, change, clear, key, sendKey, restored };
}
