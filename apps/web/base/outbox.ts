import { useSyncExternalStore } from 'react';
import { newKey, post, type AnyQuestion, type Asking, type PathOf, type ProblemBody } from './api.js';
import type { Done, Verb } from '../contract.js';
import { recall, remember } from './memory.js';
import { dropKept, find, findAll, keep, read, seals, written } from './vault.js';

/**
 * What was handed in and is not known to have arrived: kept before it is sent, over a closed form, another page and a new
 * start of the browser, until it was answered. Each has its key from when it was filled in, so that a lost answer, a page
 * loaded anew and a second tab make one deed of it.
 */
export interface Unsent {
  key: string;
  path: PathOf<'post'>;
  question: AnyQuestion;
  /** What it is, for eyes. */
  says: string;
  /** Milliseconds. */
  at: number;
  /** Where it was typed, to be forgotten with it. */
  draft?: string;
  /** What stood in that form, to be put back where it is refused. */
  typed?: object;
  /** Goes before it and with it. */
  photo?: Photo;
  /** Become `files` of its body. */
  files?: readonly GivenFile[];
  /** What is asked of the case that it makes, as soon as there is one. */
  follows?: Following;
  /** Milliseconds: until then it may be taken back. */
  notBefore?: number;
  /** Why it was refused when it went out at last; it is not sent again by itself. */
  problem?: ProblemBody;
}

export interface Following {
  verb: Verb;
  body: object;
  /** What it is, for eyes; the number of the case stands behind it. */
  says: string;
}

/** What goes with a form: one that waits here (`kept`), or one that was handed in already. */
export interface GivenFile {
  fileId?: string;
  kept?: string;
  name: string;
  type?: string;
  size: number;
  /** What is shown of it, as `data:`. */
  small?: string;
}

/** What is attached to the case that the form is about. */
export interface Photo extends Omit<GivenFile, 'size'> {
  /** The visit that it is of. */
  n?: number;
  /** The seq of the case once it has it. */
  attachedAt?: number;
}

/** Where a release before kept them all in one. */
const BEFORE = 'draft.outbox';

let all: readonly Unsent[] = [];
let waiting = all;
/** Those whose own form is still open: it sends them. */
const held = new Set<string>();
/** Those that this browser could not keep: they live as long as the page. */
const loose = new Set<string>();
const listeners = new Set<() => void>();
const others = new BroadcastChannel('dispute-console.outbox');

function show(next: readonly Unsent[]): void {
  all = next;
  waiting = all.filter(({ key }) => !held.has(key));
  for (const each of listeners) each();
}

/** What is kept, also by other pages; those alone know what a form of theirs holds. */
async function look(): Promise<void> {
  const kept = (await findAll('unsent')).map((each) => read<Unsent>(each));
  const isOwn = ({ key }: Unsent) => (held.has(key) || loose.has(key)) && !kept.some((each) => each.key === key);
  const own = all.filter(isOwn);
  show([...kept, ...own].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)));
}
others.addEventListener('message', () => void look());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void look();
});
const tellOthers = () => others.postMessage('changed');

/** Whose it is, is known: what waits from before goes out, also what an earlier release kept in another place. */
export async function reopen(): Promise<void> {
  const before = JSON.parse(recall(BEFORE) ?? '[]') as Unsent[];
  const early = all.filter(({ key }) => loose.delete(key));
  for (const each of [...before.map((one) => ({ ...one, at: 0 })), ...early]) await put(each);
  remember(BEFORE, null);
  await look();
}

/** Of the page that a person leaves for good. */
export function forgetUnsent(): void {
  held.clear();
  loose.clear();
  show([]);
}

async function put(unsent: Unsent): Promise<void> {
  show([...all.filter(({ key }) => key !== unsent.key), unsent]);
  if (!(await keep('unsent', unsent.key, written(unsent)))) loose.add(unsent.key);
}

/** The form that is about to send keeps it here first, so that it is not lost with the form or with its answer. */
export function hold(unsent: Unsent): Promise<void> {
  held.add(unsent.key);
  return put(unsent);
}

/** The form is gone: from now on it goes out by itself. */
export function release(key: string): void {
  if (held.delete(key)) show(all);
  tellOthers();
}

/** So long one may think again about what is handed in at once. */
const TAKE_BACK_MS = 10_000;
/** Those that one did not wait for, or left; known at once, also to the next page. */
const HASTENED = 'hastened';
const hastened = (): string[] => JSON.parse(recall(HASTENED) ?? '[]') as string[];

/** Hands something in that may be taken back for a while; then it goes out by itself, from whatever page one is on. */
export async function postpone(unsent: Omit<Unsent, 'at'>): Promise<void> {
  const at = Date.now();
  await put({ ...unsent, at, notBefore: at + TAKE_BACK_MS });
  tellOthers();
}

/** Milliseconds for which it may still be taken back; 0 where it goes out or went. */
export function timeLeft({ key, notBefore = 0 }: Unsent): number {
  const left = notBefore - Date.now();
  return left > 0 && !hastened().includes(key) ? left : 0;
}

export function hasten(key: string): void {
  remember(HASTENED, JSON.stringify([...hastened(), key]));
  show([...all]);
}

// Who leaves the page has thought about it: it goes out now, and if that does not arrive, with the next page that opens.
window.addEventListener('pagehide', () => {
  for (const unsent of all.filter((each) => timeLeft(each) > 0)) {
    hasten(unsent.key);
    void deliver({ ...unsent, question: { ...unsent.question, keepalive: true } }).catch(() => undefined);
  }
});

/** @param keepsFiles they go back into the form that they came of */
export async function drop(key: string, keepsFiles = false): Promise<void> {
  held.delete(key);
  loose.delete(key);
  const left = hastened().filter((each) => each !== key);
  remember(HASTENED, left.length > 0 ? JSON.stringify(left) : null);
  const gone = all.find((each) => each.key === key);
  if (!gone) return;
  show(all.filter((each) => each !== gone));
  await dropKept('unsent', key);
  if (!keepsFiles) for (const kept of keptWith(gone)) await forgetFile(kept);
  tellOthers();
}

/** Its key is made of that of the first: however often that is answered, this is one deed as well. */
function followed({ key, follows }: Unsent, answer: unknown): Unsent | null {
  const { dispute } = (answer ?? {}) as Partial<Done>;
  if (!follows || !dispute) return null;
  const { verb, body, says } = follows;
  return {
    key: `${key}.${verb}`,
    path: `/disputes/{id}/${verb}`,
    question: { path: { id: dispute.id }, body },
    says: `${says} · ${dispute.number}`,
    at: Date.now(),
    // Where the form of the case looks for what was typed.
    draft: `draft.${dispute.id}.${verb}`,
    typed: body,
  };
}

/**
 * It has its answer. What follows it is kept before it is forgotten, so that nothing falls between the two.
 *
 * @param holds the form is there still, and sends that too
 */
export async function settle(unsent: Unsent, answer: unknown, holds = false): Promise<Unsent | null> {
  const next = followed(unsent, answer);
  if (next) await (holds ? hold(next) : put(next));
  await drop(unsent.key);
  return next;
}

export async function refuse(unsent: Unsent, problem: ProblemBody): Promise<void> {
  await put({ ...(unsentOf(unsent.key) ?? unsent), problem });
  release(unsent.key);
}

export const forgetFile = (kept: string) => dropKept('photos', kept);

const givenWith = ({ photo, files = [] }: Unsent): Photo[] => [...(photo ? [photo] : []), ...files];
const keptWith = (unsent: Unsent) => givenWith(unsent).flatMap(({ kept }) => kept ?? []);

/** How far the files of a form have come that was refused and is handed in again. */
export function resumed(unsent: Unsent, before: Unsent | undefined): Unsent {
  if (before?.key !== unsent.key) return unsent;
  const came = givenWith(before);
  const same = <F extends Photo>(file: F): F => ({ ...file, ...came.find(({ kept }) => kept && kept === file.kept) });
  const { photo, files } = unsent;
  return { ...unsent, ...(photo && { photo: same(photo) }), ...(files && { files: files.map(same) }) };
}

/** As it is kept here, with what of it has arrived. */
export const unsentOf = (key: string): Unsent | undefined => all.find((each) => each.key === key);

/** A file that could not be handed in yet; @returns its name here, null where this browser keeps none */
export async function keepFile(file: File): Promise<string | null> {
  const name = newKey();
  return seals() && (await keep('photos', name, await file.arrayBuffer())) ? name : null;
}

/**
 * Hands in what belongs to it first: after the last visit a case may be closed, and its visitor sees it no more. How far
 * that came is kept, so that a lost answer asks for nothing that was done.
 */
export async function deliver(unsent: Unsent): Promise<unknown> {
  const { key, path, question } = unsent;
  const attachedAt = await attach(unsent);
  const files = await handedIn(unsent);
  const { ifMatch, body } = question;
  const seen = ifMatch === undefined ? undefined : Math.max(ifMatch, attachedAt);
  const asked = {
    ...question,
    key,
    ...(seen !== undefined && { ifMatch: seen }),
    ...(files.length > 0 && { body: { ...(body as object), files } }),
  };
  return post(path, ...([asked] as unknown as Asking<'post', typeof path>));
}

/** @returns the seq of the case with its photo; 0 where there is none */
async function attach({ key, question, photo: first }: Unsent): Promise<number> {
  const photo = unsentOf(key)?.photo ?? first;
  if (!photo) return 0;
  if (photo.attachedAt !== undefined) return photo.attachedAt;
  const { id } = question.path as { id: string };
  const fileId = photo.fileId ?? (await handIn(photo, (body) => post('/disputes/{id}/files', { path: { id }, body })));
  await note(key, { photo: { ...photo, fileId } });
  const { name, n } = photo;
  const { seq } = await post('/disputes/{id}/attach', {
    path: { id },
    key: `${key}-photo`,
    body: { fileId, name, ...(n !== undefined && { n }) },
    ...(question.ifMatch !== undefined && { ifMatch: question.ifMatch }),
  });
  await note(key, { photo: { ...photo, fileId, attachedAt: seq } });
  return seq;
}

/** @returns the ids of the files that go into its body */
async function handedIn({ key, files: first = [] }: Unsent): Promise<string[]> {
  let files = unsentOf(key)?.files ?? first;
  for (const file of files.filter(({ fileId }) => fileId === undefined)) {
    const fileId = await handIn(file, (body) => post('/files', { body, key: file.kept! }));
    files = files.map((each) => (each === file ? { ...file, fileId } : each));
    await note(key, { files });
  }
  return files.map(({ fileId }) => fileId!);
}

/** Nobody waits for it where no form kept it. */
async function note(key: string, came: Pick<Unsent, 'photo' | 'files'>): Promise<void> {
  const now = unsentOf(key);
  if (now) await put({ ...now, ...came });
}

async function handIn(
  { kept, name, type = 'image/jpeg' }: Photo,
  give: (file: File) => Promise<{ fileId: string }>,
): Promise<string> {
  const bytes = await find('photos', kept!);
  if (!bytes) throw new Error('the file is not here any more');
  return (await give(new File([bytes], name, { type }))).fileId;
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What waits without a form, oldest first. */
export const useUnsent = () => useSyncExternalStore(subscribe, () => waiting);
export const unsentCount = () => all.length;

/** One page at a time sends what waits; the others find it sent. Where a browser has no locks its key alone makes it one. */
export async function inTurn(signal: AbortSignal, key: string, work: (unsent: Unsent) => Promise<void>): Promise<void> {
  const ifStill = async () => {
    await look();
    const unsent = all.find((each) => each.key === key && !each.problem);
    if (unsent) await work(unsent);
  };
  if (!navigator.locks) return ifStill();
  await navigator.locks.request('dispute-console.outbox', { signal }, ifStill).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
