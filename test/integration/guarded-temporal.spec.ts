import { once } from 'node:events';
import {
  connect,
  createSecureServer,
  type Http2SecureServer,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { generate, type GenerateResult } from 'selfsigned';
import { ConfigError, loadConfig } from '#config/config.js';
import { demandNamed, lineOf, temporalOf } from '#config/temporal.js';
import { answering } from '../../apps/local/servers.js';
import { Engine } from '../support/engine.js';

const NAME = 'temporal.example';
const API_KEY = 'key of this installation';

/** A Temporal that asks for a certificate and for an API key: the real one behind a door of TLS. */
class Guarded {
  private constructor(
    private readonly server: Http2SecureServer,
    private readonly sessions: Set<Http2Session>,
    readonly address: string,
  ) {}

  static async start(own: GenerateResult, ca: string): Promise<Guarded> {
    const server = createSecureServer({
      key: own.private,
      cert: own.cert,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const behind = connect(`http://${process.env.TEST_TEMPORAL_ADDRESS}`);
    const sessions = new Set<Http2Session>([behind]);
    server.on('session', (session) => sessions.add(session));
    server.on('stream', (stream: ServerHttp2Stream, headers) => {
      stream.on('error', () => undefined);
      if (headers.authorization !== `Bearer ${API_KEY}`) {
        stream.respond(
          { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' },
          { endStream: true },
        );
        return;
      }
      const { ':authority': _, ...sent } = headers;
      const asked = behind.request(sent);
      asked.on('error', () => stream.close());
      stream.on('close', () => asked.close());
      stream.pipe(asked);
      let trailers = {};
      asked.on('trailers', (told) => {
        trailers = told;
      });
      asked.on('response', (answered, flags) => {
        // Trailers only: there is no body.
        const endStream = (flags & 1) === 1;
        stream.respond(answered, { endStream, waitForTrailers: !endStream });
        stream.on('wantTrailers', () => stream.sendTrailers(trailers));
        if (!endStream) asked.pipe(stream);
      });
    });
    server.on('sessionError', () => undefined);
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Guarded(server, sessions, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  stop(): void {
    this.server.close();
    for (const each of this.sessions) each.destroy();
  }
}

describe('a Temporal that asks who comes', () => {
  let ca: GenerateResult;
  let own: GenerateResult;
  let guarded: Guarded;
  beforeAll(async () => {
    const sound = { algorithm: 'sha256', keySize: 2048 };
    ca = await generate([{ name: 'commonName', value: 'who vouches' }], {
      ...sound,
      extensions: [{ name: 'basicConstraints', cA: true }],
    });
    const signed = (name: string) =>
      generate([{ name: 'commonName', value: name }], {
        ...sound,
        ca: { key: ca.private, cert: ca.cert },
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
      });
    own = await signed('disputes.example');
    guarded = await Guarded.start(await signed(NAME), ca.cert);
  });
  afterAll(() => guarded.stop());

  const settings = (more: Record<string, string | undefined> = {}) =>
    temporalOf(
      loadConfig({
        TEMPORAL_ADDRESS: guarded.address,
        TEMPORAL_TLS_CA: ca.cert,
        TEMPORAL_TLS_CERT: own.cert,
        TEMPORAL_TLS_KEY: own.private,
        TEMPORAL_TLS_SERVER_NAME: NAME,
        TEMPORAL_API_KEY: API_KEY,
        ...more,
      }),
    );

  it('lets in the API, a worker and its Schedules, who have certificate and key', async () => {
    const line = lineOf(settings());
    await answering(line, 'default', 0);
    const engine = await Engine.start({ line });
    try {
      const id = await engine.register();
      await engine.do(id, 'desk', 'AddNote', {});
      expect((await engine.upkeep.verify()).problems).toEqual([]);
    } finally {
      await engine.stop();
    }
  });

  it.each([
    ['without a certificate', { TEMPORAL_TLS_CERT: undefined, TEMPORAL_TLS_KEY: undefined }],
    ['without a key', { TEMPORAL_API_KEY: undefined }],
    ['with another key', { TEMPORAL_API_KEY: 'another' }],
    ['where the server is not who it should be', { TEMPORAL_TLS_SERVER_NAME: 'other.example' }],
    ['where nobody vouches for the server', { TEMPORAL_TLS_CA: undefined }],
  ])('keeps out who comes %s', async (_, more) => {
    const line = lineOf(settings(more));
    await expect(answering(line, 'default', 0)).rejects.toThrow();
    await expect(NativeConnection.connect(line)).rejects.toThrow();
  });

  it('is told how to be reached in one go, or the start says what is missing', () => {
    const config = (more: Record<string, string>) => () => loadConfig({ TEMPORAL_ADDRESS: guarded.address, ...more });
    expect(config({ TEMPORAL_TLS_CERT: own.cert })).toThrow('TEMPORAL_TLS_KEY: is required');
    expect(config({ TEMPORAL_TLS_KEY: own.private })).toThrow('TEMPORAL_TLS_CERT: is required');
    expect(config({ TEMPORAL_TLS_CA: '/etc/ca.pem' })).toThrow('TEMPORAL_TLS_CA: must be PEM');
    expect(config({ TEMPORAL_TLS_CA_FILE: '/there/is/none' })).toThrow('TEMPORAL_TLS_CA_FILE: there is no such file');
    // A folder, as what somebody may not read: by its name, too, and not with a stack.
    expect(config({ TEMPORAL_TLS_CA_FILE: '/' })).toThrow('TEMPORAL_TLS_CA_FILE: it cannot be read (EISDIR)');
    expect(temporalOf(config({ TEMPORAL_TLS: 'on' })())).toMatchObject({ tls: {} });
    expect(temporalOf(config({})()).tls).toBeUndefined();
    expect(() => demandNamed(loadConfig({ TEMPORAL_API_KEY: 'x' }))).toThrow(ConfigError);
  });
});
