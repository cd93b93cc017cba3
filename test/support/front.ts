import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door of a test's own before a town: it can be shut, as a valley without a network is, and say that there is a later release. */
export class Front {
  private readonly server: Server;
  isShut = false;
  /** Takes the answer of the next request to an address that ends so, once it was given to the town, and gives none. */
  loses: string | null = null;
  /** What is served in place of the town's own text. */
  readonly changed = new Map<string, (text: string) => string>();

  constructor(private readonly town: () => string) {
    this.server = createServer((request, response) => this.pass(request, response));
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lines that are open are cut. */
  shut(): void {
    this.isShut = true;
    this.server.closeAllConnections();
  }

  /** As it was. */
  reopen(): void {
    this.isShut = false;
    this.loses = null;
    this.changed.clear();
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    if (this.isShut) return void request.socket.destroy();
    const { method, url, headers } = request;
    const change = this.changed.get(url!.split('?')[0]!);
    const onward = ask(new URL(url!, this.town()), {
      method,
      headers: { ...headers, ...(change && { 'accept-encoding': 'identity', 'if-none-match': '' }) },
    });
    onward.on('response', (answer) => {
      if (method === 'POST' && this.loses && url!.endsWith(this.loses)) {
        this.loses = null;
        answer.resume();
        return void request.socket.destroy();
      }
      if (!change) {
        response.writeHead(answer.statusCode!, answer.headers);
        return void answer.pipe(response);
      }
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const { 'content-length': _length, etag: _etag, ...rest } = answer.headers;
        response.writeHead(answer.statusCode!, rest).end(change(Buffer.concat(parts).toString()));
      });
    });
    onward.on('error', () => request.socket.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}
