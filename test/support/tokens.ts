/** Demo accounts, each signed in once, however many calls begin at the same time. */
export class Tokens {
  private readonly known = new Map<string, Promise<string>>();

  /** @param url asked at each sign-in, since a server may come up again elsewhere */
  constructor(private readonly url: () => string) {}

  of(username: string): Promise<string> {
    const known = this.known.get(username) ?? this.signIn(username);
    this.known.set(username, known);
    // Nobody was there: the next call tries again.
    known.catch(() => this.known.delete(username));
    return known;
  }

  /** Of somebody who came in by another way than the demo's password. */
  know(username: string, token: string): void {
    this.known.set(username, Promise.resolve(token));
  }

  /** The next call of this person signs in anew. */
  forget(username: string): void {
    this.known.delete(username);
  }

  private async signIn(username: string): Promise<string> {
    const answer = await fetch(`${this.url()}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'demo' }),
    });
    const { token } = (await answer.json()) as { token: string };
    return token;
  }
}
