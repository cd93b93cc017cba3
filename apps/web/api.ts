import type { User } from './contract.js';

/** The one way to the API: same origin, cookie session, problems as values that a screen can show. */

export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** RFC 9457, as the API sends it: `title` and `detail` are in the reader's language already. */
export interface ProblemBody {
  title: string;
  detail: string;
  status: number;
  code: string;
  reference?: string;
  /** Seconds until the same may be tried again. */
  retryAfter?: number;
  errors?: FieldError[];
  openVisits?: unknown;
  openObligations?: unknown;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly body: ProblemBody) {
    super(`${body.code}: ${body.title}`);
  }
}

/** Nobody answered: the network is down or the service is. What was sent may or may not have arrived. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const BASE = '/api/v1';

/** What the shell wants to know of every request, without the requests knowing the shell. */
export const wire = {
  language: 'zh-CN',
  /** Asks the person to sign in again; the request goes out once more when they have. */
  signInAgain: null as (() => Promise<void>) | null,
  onReach: null as ((reached: boolean) => void) | null,
};

export interface Sending {
  /** Makes sending twice safe; made when the form opens. */
  key?: string;
  /** The seq that the person saw. */
  ifMatch?: number;
  signal?: AbortSignal;
  /** The sign-in form itself must hear of a 401. */
  plain?: boolean;
}

async function request<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: unknown,
  sending: Sending,
): Promise<T> {
  const { key, ifMatch, signal } = sending;
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': wire.language,
        ...(body !== undefined && { 'content-type': body instanceof File ? body.type : 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
      ...(body !== undefined && { body: body instanceof File ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    wire.onReach?.(false);
    throw new Unreachable(String(error));
  }
  wire.onReach?.(true);
  if (response.status === 401 && !sending.plain && wire.signInAgain) {
    await wire.signInAgain();
    return request<T>(method, path, body, sending);
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  let parsed: unknown;
  try {
    parsed = text === '' ? null : JSON.parse(text);
  } catch {
    // A proxy's own page in place of an answer.
    throw new Unreachable(`${response.status} ${path}`);
  }
  if (response.ok) return parsed as T;
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  throw new Problem({
    title: '',
    detail: '',
    code: 'INTERNAL',
    ...(parsed as object),
    status: response.status,
    ...(retryAfter > 0 && { retryAfter }),
  });
}

export const get = <T>(path: string, signal?: AbortSignal) =>
  request<T>('GET', path, undefined, signal ? { signal } : {});

export const post = <T>(path: string, body: unknown, sending: Sending = {}) => request<T>('POST', path, body, sending);

/** A file as it is, not as JSON. */
export const upload = <T>(path: string, file: File) => request<T>('POST', path, file, {});

/** What is no command on a case: settings of one's own. Setting them twice is setting them once. */
export const change = (method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
  request<unknown>(method, path, body, {});

/** Who one is, without being asked to sign in where one is nobody. */
export const whoAmI = () => request<User>('GET', '/me', undefined, { plain: true });

export const signIn = (username: string, password: string) =>
  post<{ user: User }>('/auth/login', { username, password }, { plain: true });

export const queryOf = (filter: Record<string, string | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  const text = query.toString();
  return text && `?${text}`;
};

/** `crypto.randomUUID` exists only on https and localhost; a township may start on plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
}
