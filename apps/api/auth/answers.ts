import type { Ability } from '#domain/people/abilities.js';
import type { Role } from '#domain/words.js';
import type { TokenScope } from '../http/token-scopes.js';
import type { Page } from '../http/answers.js';

export interface AuthShapes {
  SignedIn: SignedIn;
  SignedOutElsewhere: SignedOutElsewhere;
  User: User;
  SessionList: Page<OwnSession>;
  TokenList: Page<ApiToken>;
  MadeToken: MadeToken;
}

declare module '../http/answers.js' {
  interface Shapes extends AuthShapes {}
}

/** Somebody, and where they are at home. */
export interface Placed {
  id: string;
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
}

export interface User extends Placed {
  /** What they may do and see, somewhere at least; what they may do with a case, that one says itself, in `can`. */
  abilities: Ability[];
  /** By which roles they have each, those among them that an absent colleague's passed to them. */
  why: Partial<Record<Ability, Role[]>>;
}

export interface SignedIn {
  token: string;
  user: User;
}

/** Where the browser goes to be signed out at the identity provider too. */
export interface SignedOutElsewhere {
  logoutUrl: string;
}

/** A browser where a person is signed in. */
export interface Session {
  id: string;
  createdAt: Date;
  usedAt: Date;
  expiresAt: Date;
  agent: string | null;
}

export interface OwnSession extends Session {
  /** The one that asks. */
  current: boolean;
}

/** What a person gave a program, to act for them. */
export interface ApiToken {
  id: string;
  name: string;
  scopes: TokenScope[];
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

export interface MadeToken extends ApiToken {
  /** Shown this once. */
  token: string;
}
