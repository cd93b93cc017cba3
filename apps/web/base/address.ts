import { useCallback } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

type Words = Record<string, string | null | undefined>;
export type ChangeAddress = (words: Words, how?: { replace: boolean }) => void;

/**
 * What the address asks for, and how a page changes words of it; one that is empty goes. It is the address of that moment
 * which changes: whoever asks for it later, as after a rest, brings nothing back that was taken away meanwhile.
 */
export function useAddress(): [URLSearchParams, ChangeAddress] {
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const change = useCallback<ChangeAddress>(
    (words, { replace } = { replace: true }) => {
      const now = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(words))
        if (value) now.set(name, value);
        else now.delete(name);
      void navigate({ search: now.toString() }, { replace });
    },
    [navigate],
  );
  return [address, change];
}
