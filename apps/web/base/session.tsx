import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, newKey, post, Unreachable, whoAmI, wire, type WhyAgain } from './api.js';
import type { ListedDepartment, Settings, User } from '../contract.js';
import { usePreferences, useWording } from './language.js';
import { mayOf, type May } from './may.js';
import { inTree } from './in-tree.js';
import { forgetDrafts, recall, remember } from './memory.js';
import { useKept } from './day.js';
import { forgetUnsent, unsentCount } from './outbox.js';
import { useReached } from './reach.js';
import { rehearseNoMore } from './rehearsing.js';
import { useSignInAgain } from './sign-in-again.js';
import { forgetAll, forgetSeen } from './vault.js';

/** What was kept from last time; undefined where it is not there or not whole. */
function recalled<T>(name: string): T | undefined {
  try {
    return (JSON.parse(recall(name) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Who was here last; nobody where a release kept it that did not know yet what they may. */
function whoWas(): User | undefined {
  const user = recalled<Partial<User>>('me');
  return user?.abilities && (user as User);
}

/** So long nobody has said who is here. */
const PATIENCE_MS = 4_000;
/** Changed by who signs out, for their other tabs. */
const LEFT = 'left';
/** Before every name that this browser keeps. */
const STORED = 'dispute-console.';

/** Who signed out where nobody answered left a cookie that is good. */
async function endOwedSession(): Promise<void> {
  if (recall('sign-out-owed') === null) return;
  try {
    await post('/auth/logout', { plain: true });
  } catch (error) {
    if (error instanceof Unreachable) return;
  }
  remember('sign-out-owed', null);
}

interface Session {
  settings: Settings;
  user: User | null;
  /** Why somebody who is working signs in again, over the page that they are on. */
  again: WhyAgain | null;
  /** False while nobody answers. */
  reached: boolean;
  signedIn: (user: User) => void;
  /** They do not sign in again: what wanted that is not done. */
  notAgain: () => void;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const queries = useQueryClient();
  const t = useWording();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: () => get('/console'),
    staleTime: 3_600_000,
    // Those of last time, until these are here: nobody waits for what changes once a year.
    initialData: () => recalled<Settings>('settings'),
    initialDataUpdatedAt: 0,
    retry: true,
  });
  const [user, setUser] = useState<User | null | undefined>(whoWas);
  const [sure, setSure] = useState(false);
  const reached = useReached();

  const { again, answer } = useSignInAgain(user !== null && user !== undefined);

  useEffect(() => {
    if (settings.data) remember('settings', JSON.stringify(settings.data));
    if (user !== undefined) remember('me', user && JSON.stringify(user));
  }, [settings.data, user]);

  // Who was here last is taken for the same person until the server has said; nothing is shown but what it answers.
  useEffect(() => {
    // Asking who one is without ever having signed in would only be refused.
    if (recall('signed-in') === null) {
      setUser(null);
      void forgetSeen();
      void endOwedSession();
      return;
    }
    // Whoever comes back from an identity provider may be another one.
    const asBefore = () => setSure(recall('signed-in') === whoWas()?.id);
    // A line may be there and let nothing through.
    const timer = setTimeout(asBefore, PATIENCE_MS);
    const said = (now: User) => {
      if ((recall('typed-by') ?? now.id) !== now.id) forgetDrafts();
      remember('typed-by', now.id);
      remember('signed-in', now.id);
      setUser(now);
      setSure(true);
    };
    whoAmI()
      .then(said, (error: unknown) => {
        // Nobody answered: who was here stays, and is told that the line is down.
        if (error instanceof Unreachable && whoWas()) return asBefore();
        remember('signed-in', null);
        void forgetSeen();
        setUser(null);
      })
      .finally(() => clearTimeout(timer));
    return () => clearTimeout(timer);
  }, []);

  // Now it is known that what is kept here is kept for them.
  useKept(sure ? user?.id : undefined);
  useEffect(() => {
    if (again === 'over') void forgetSeen();
  }, [again]);

  // Who signs out in one tab has left all of them.
  useEffect(() => {
    const left = ({ key, newValue }: StorageEvent) => {
      if (key === STORED + LEFT && newValue !== null) location.assign('/');
    };
    window.addEventListener('storage', left);
    return () => window.removeEventListener('storage', left);
  }, []);

  const notAgain = useCallback(() => answer(false), [answer]);

  const signedIn = useCallback(
    (next: User) => {
      remember('signed-in', next.id);
      // Also where the first one's session had ended before this page was opened.
      const before = user?.id ?? recall('typed-by') ?? next.id;
      remember('typed-by', next.id);
      if (before !== next.id) {
        // Another person: nothing of the first one's may stay on the screen, nor in what is kept.
        remember('me', null);
        rehearseNoMore();
        forgetDrafts();
        forgetUnsent();
        queries.clear();
        void forgetAll().finally(() => location.assign('/'));
        return;
      }
      setUser(next);
      setSure(true);
      answer(true);
    },
    [user, queries, answer],
  );

  const signOut = useCallback(async () => {
    const unsent = unsentCount();
    if (unsent > 0 && !window.confirm(t.state.unsentSignOut(unsent))) return;
    wire.signInAgain = null;
    let next = '/';
    let owed: string | null = null;
    try {
      // Where an identity provider signed one in, it has to sign one out too.
      next = (await post('/auth/logout'))?.logoutUrl ?? '/';
    } catch (error) {
      // The session was over anyway; or nobody heard of it: then it is ended as soon as somebody answers.
      if (error instanceof Unreachable) owed = 'true';
    }
    const kept = { language: recall('language'), theme: recall('theme') };
    remember('signed-in', null);
    remember('me', null);
    remember('sign-out-owed', owed);
    rehearseNoMore();
    forgetDrafts();
    forgetUnsent();
    queries.clear();
    await forgetAll();
    // The server may have asked the browser to clear its storage; preferences are no secret.
    remember('language', kept.language);
    remember('theme', kept.theme);
    remember(LEFT, newKey());
    location.assign(next);
  }, [queries, t]);

  const value = useMemo(
    () =>
      settings.data && user !== undefined
        ? { settings: settings.data, user, again, reached, signedIn, notAgain, signOut }
        : null,
    [settings.data, user, again, reached, signedIn, notAgain, signOut],
  );
  if (!value) return waiting;
  return <SessionContext value={value}>{children}</SessionContext>;
}

export function useSession(): Session {
  return useContext(SessionContext)!;
}

/** Who is signed in; only below the door that lets nobody else through. */
export function useUser(): User {
  return useSession().user!;
}

export function useMay(): May {
  return mayOf(useUser());
}

export const useZone = (): string => useSession().settings.zone;

/** Departments and their names; an id that is not known yet is shown as it is. */
export function useDepartments() {
  const { language } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['departments'],
    queryFn: () => get('/departments'),
    staleTime: 300_000,
  });
  return useMemo(() => {
    const known = data?.items ?? [];
    const byId = new Map(known.map((each) => [each.id, each]));
    const name = (id: string | null | undefined) => {
      const found = id ? byId.get(id) : undefined;
      return (language === 'en' ? found?.nameEn : found?.name) ?? id ?? '';
    };
    // As people look for them, on every page and in every list to choose of.
    const all = inTree(known, (each) => name(each.id), language);
    /** As one of many to choose of. */
    const choiceOf = ({ id, sought }: ListedDepartment) => ({ value: id, label: name(id), sought });
    const villages = all.filter((each) => each.active && each.isVillage);
    const offices = all.filter((each) => each.active && !each.isVillage);
    return { all, name, choiceOf, villages, offices, error: data ? null : error, refetch };
  }, [data, error, refetch, language]);
}
