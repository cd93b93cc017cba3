export const people = {
  people: {
    tokensOf: (name: string) => `Programs’ tokens of ${name}`,
    tokensHint: 'Programs act as this person with them. Revoking takes effect at once and is noted in the access log.',
    revokeSure: (name: string) => `Revoke “${name}”? The program that uses it stops at once; it cannot be undone.`,
  },
};
