import { useState } from 'react';
import { newKey } from '../base/api.js';
import { recall, remember } from '../base/memory.js';

/** What a draft is handed in under, made when it is begun and kept with it: a second tab, and the page loaded anew, use it too. */
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

/** What is being typed, kept over a closed dialog, another page and an expired login until it was handed in. */
export function useDraft<T extends object>(name: string, blank: T) {
  const key = `draft.${name}`;
  const [{ value, sendKey }, set] = useState(() => {
    const { kept, sendKey } = draftOf<T>(key);
    return { value: { ...blank, ...kept }, sendKey };
  });
  const change = (more: Partial<T>) => {
    const next = { ...value, ...more };
    set({ value: next, sendKey });
    keepDraft(key, next, sendKey);
  };
  const clear = () => {
    set({ value: blank, sendKey: newKey() });
    remember(key, null);
  };
  return { value, change, clear, key, sendKey };
}
