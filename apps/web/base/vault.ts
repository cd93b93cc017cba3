/**
 * What this browser keeps for somebody whose network is gone: what they may look at (`seen`), what they handed in (`unsent`)
 * and pictures that go with it (`photos`).
 *
 * Sealed with a key that was made here for one person, that no script can take out of the browser, and that is destroyed
 * when they sign out or somebody else signs in: what was sealed with it is gone then, also where a disk forgets slowly. It
 * does not stop who holds the unlocked browser of somebody who is signed in; nor does the session's cookie.
 *
 * A browser seals over https and on the machine itself only. Elsewhere nothing that was answered is kept, and what was
 * handed in is kept as it was typed: it has to survive. A browser that keeps nothing is no error.
 */

const NAME = 'dispute-console';
const SHELVES = ['seen', 'unsent', 'photos'] as const;
export type Shelf = (typeof SHELVES)[number];

interface Owner {
  /** Of these keys one is the owner's: a page that still knows another one writes nothing. */
  id: string;
  userId: string;
  key: CryptoKey | null;
}

interface Kept {
  name: string;
  /** Milliseconds; null: until it is dropped. */
  until: number | null;
  iv: Uint8Array<ArrayBuffer> | null;
  content: ArrayBuffer;
}

/** Whether what is kept is sealed. */
export const seals = () => window.isSecureContext && typeof crypto.subtle === 'object';

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('owner');
      for (const shelf of SHELVES) asked.result.createObjectStore(shelf, { keyPath: 'name' });
    };
    asked.onsuccess = () => {
      // Who clears the site's storage, or a later release that has other shelves, does not wait for this page.
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => (opened = null);
      done(asked.result);
    };
    asked.onerror = () => fail(asked.error!);
    asked.onblocked = () => fail(new Error('another page holds an older store'));
  });
  opened.catch(() => (opened = null));
  return opened;
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error!);
  });

const ended = (work: IDBTransaction): Promise<void> =>
  new Promise((done, fail) => {
    work.oncomplete = () => done();
    work.onabort = work.onerror = () => fail(work.error ?? new Error('not kept'));
  });

/** What cannot be kept, or read, is as if it never had been. */
async function orElse<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return otherwise;
  }
}

let owner: Promise<Owner | null> = Promise.resolve(null);

async function ownerFor(userId: string): Promise<Owner> {
  const db = await open();
  // Two pages that open at once: the first one makes the key.
  const made: Owner = {
    id: [...crypto.getRandomValues(new Uint8Array(16))].join('.'),
    userId,
    key: seals()
      ? await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
      : null,
  };
  const work = db.transaction(['owner', ...SHELVES], 'readwrite');
  const known = await answered(work.objectStore('owner').get('owner') as IDBRequest<Owner | undefined>);
  const isTheirs = known?.userId === userId && (known.key !== null) === seals();
  if (!isTheirs) {
    for (const shelf of SHELVES) work.objectStore(shelf).clear();
    work.objectStore('owner').put(made, 'owner');
  }
  await ended(work);
  return isTheirs ? known : made;
}

/** From now on it is kept for this person; what was kept for another is gone. */
export async function keepFor(userId: string): Promise<void> {
  owner = orElse(null, () => ownerFor(userId));
  await owner;
}

/** Nothing is kept, for nobody. */
export async function forgetAll(): Promise<void> {
  owner = Promise.resolve(null);
  await orElse(undefined, async () => {
    const work = (await open()).transaction(['owner', ...SHELVES], 'readwrite');
    for (const shelf of ['owner', ...SHELVES]) work.objectStore(shelf).clear();
    await ended(work);
  });
}

/** What goes with the session, whoever comes back: what was handed in and not sent stays for its owner. */
export const forgetSeen = () =>
  orElse(undefined, async () => {
    const work = (await open()).transaction('seen', 'readwrite');
    work.objectStore('seen').clear();
    await ended(work);
  });

/** A record opens as what it was kept as alone, for whom it was kept. */
const about = ({ userId }: Owner, shelf: Shelf, name: string) => new TextEncoder().encode(`${userId} ${shelf} ${name}`);

/** @returns whether it is kept now */
export const keep = (shelf: Shelf, name: string, content: ArrayBuffer, until: number | null = null): Promise<boolean> =>
  orElse(false, async () => {
    const own = await owner;
    if (!own) return false;
    const iv = own.key && crypto.getRandomValues(new Uint8Array(12));
    const algorithm = { name: 'AES-GCM', iv: iv!, additionalData: about(own, shelf, name) };
    const sealed = own.key ? await crypto.subtle.encrypt(algorithm, own.key, content) : content;
    const work = (await open()).transaction(['owner', shelf], 'readwrite');
    const now = await answered(work.objectStore('owner').get('owner') as IDBRequest<Owner | undefined>);
    if (now?.id !== own.id) return false;
    work.objectStore(shelf).put({ name, until, iv, content: sealed } satisfies Kept);
    await ended(work);
    return true;
  });

const isOver = ({ until }: Kept) => until !== null && until <= Date.now();

async function unsealed(own: Owner, shelf: Shelf, { name, iv, content }: Kept): Promise<ArrayBuffer> {
  if (!own.key) return content;
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: iv!, additionalData: about(own, shelf, name) }, own.key, content);
}

/** All that is kept on a shelf; what is over goes. */
export const findAll = (shelf: Shelf): Promise<ArrayBuffer[]> =>
  orElse([], async () => {
    const own = await owner;
    if (!own) return [];
    const work = (await open()).transaction(shelf, 'readwrite');
    const all = await answered(work.objectStore(shelf).getAll() as IDBRequest<Kept[]>);
    for (const each of all.filter(isOver)) work.objectStore(shelf).delete(each.name);
    await ended(work);
    return Promise.all(all.filter((each) => !isOver(each)).map((each) => unsealed(own, shelf, each)));
  });

export const find = (shelf: Shelf, name: string): Promise<ArrayBuffer | null> =>
  orElse(null, async () => {
    const own = await owner;
    if (!own) return null;
    const kept = (await open()).transaction(shelf).objectStore(shelf).get(name) as IDBRequest<Kept | undefined>;
    const found = await answered(kept);
    return found && !isOver(found) ? unsealed(own, shelf, found) : null;
  });

export const dropKept = (shelf: Shelf, name: string) =>
  orElse(undefined, async () => {
    const work = (await open()).transaction(shelf, 'readwrite');
    work.objectStore(shelf).delete(name);
    await ended(work);
  });

export const written = (value: unknown): ArrayBuffer => new TextEncoder().encode(JSON.stringify(value)).buffer;
export const read = <T>(content: ArrayBuffer): T => JSON.parse(new TextDecoder().decode(content)) as T;
