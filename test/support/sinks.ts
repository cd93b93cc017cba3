import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Somebody else's server: keeps what it is sent, and answers as a test wants. */
export class WebSink {
  readonly received: Received[] = [];
  answer: { status: number; body?: string; headers?: Record<string, string> } = { status: 200, body: '{"errcode":0}' };

  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async start(): Promise<WebSink> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        sink.received.push({ path: request.url!, headers: request.headers, body });
        response.writeHead(sink.answer.status, sink.answer.headers).end(sink.answer.body);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const sink = new WebSink(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    return sink;
  }

  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path);
  }

  stop(): Promise<unknown> {
    return new Promise((closed) => this.server.close(closed));
  }
}

/** A mail server that keeps everything. */
export class MailSink {
  readonly received: { to: string[]; source: string }[] = [];
  /** What it answers the next message with, instead of taking it. */
  refusal: { code: number } | null = null;

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async start(): Promise<MailSink> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        void text(stream).then((source) => {
          if (sink.refusal) return done(Object.assign(new Error('not now'), { responseCode: sink.refusal.code }));
          sink.received.push({ to: session.envelope.rcptTo.map((each) => each.address), source });
          done();
        });
      },
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const sink = new MailSink(server, `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
    return sink;
  }

  stop(): Promise<void> {
    return new Promise((closed) => this.server.close(closed));
  }
}

/** The text of a mail, as its header says that it is written. */
export function bodyOf(source: string): string {
  const [head, ...rest] = source.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n');
  if (/transfer-encoding: base64/i.test(head!)) return Buffer.from(body, 'base64').toString();
  if (!/transfer-encoding: quoted-printable/i.test(head!)) return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
