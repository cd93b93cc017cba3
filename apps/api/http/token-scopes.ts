/** What a program's token may do of what its person may do. */
export const TOKEN_SCOPES = ['read', 'write'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Found by those who search logs and repositories for secrets, and told apart from a session's token. */
export const TOKEN_PREFIX = 'dct_';
