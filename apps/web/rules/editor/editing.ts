import { createContext, useContext, useEffect, useState } from 'react';
import { post } from '../../base/api.js';
import { usePreferences } from '../../base/language.js';
import type { CheckedPolicy, PolicyFields } from '../../contract.js';

/** What every field of the editor knows: the document, what is wrong with it, and the dates that it comes to. */
export interface Editing {
  form: PolicyFields;
  document: unknown;
  change: (pointer: string, value: unknown) => void;
  checked: CheckedPolicy | null;
}

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;
export const useEditing = () => useContext(EditingContext)!;

/** So long nothing is typed before what was typed is looked through. */
const PAUSE_MS = 350;

/** The document as the server finds it, by the functions that make real dates; null until it was looked through once. */
export function useChecked(document: unknown): CheckedPolicy | null {
  const { language } = usePreferences();
  const [checked, setChecked] = useState<CheckedPolicy | null>(null);
  useEffect(() => {
    if (!document) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const body = { document: document as Record<string, unknown> };
      // Nobody answers: the shell says so, and what was found before stays.
      post('/policies/check', { body, signal: stop.signal }).then(setChecked, () => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [document, language]);
  return checked;
}

/** What is wrong at a place: of a value also what is wrong within it. */
export function problemsAt(checked: CheckedPolicy | null, pointer: string, inside = true): string[] {
  return (checked?.problems ?? [])
    .filter((each) => each.pointer === pointer || (inside && each.pointer.startsWith(`${pointer}/`)))
    .map(({ detail }) => detail);
}
