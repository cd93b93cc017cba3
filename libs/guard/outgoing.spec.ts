import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Outgoing } from './outgoing.js';

/** A resolver that answers what it is told, one answer after the other. */
const resolving = (...answers: string[][]) =>
  ((_host: string, _options: unknown, callback: (error: Error | null, found: object[]) => void) => {
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    callback(
      null,
      next.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as never;

/** Addresses of IPv6 that may lead to a machine inside: translated, tunnelled, mapped, local, or given to nobody. */
const INSIDE = [
  '::127.0.0.1',
  '::10.0.0.1',
  '::a9fe:a9fe',
  '::808:808',
  '::ffff:0:127.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '2002:7f00:1::',
  '2001:0:7f00:1::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '1::1',
  '4000::1',
];

describe('outgoing addresses', () => {
  it.each([
    ['http://example.com/x', 'NOT_HTTPS'],
    ['file:///etc/passwd', 'NOT_HTTPS'],
    ['gopher://example.com', 'NOT_HTTPS'],
    ['nonsense', 'NOT_A_URL'],
    ['https://a:b@example.com/', 'WITH_CREDENTIALS'],
    ['https://example.com:25/', 'PORT'],
    ['https://example.com:8443/', 'PORT'],
    ['https://127.0.0.1/', 'PRIVATE'],
    ['https://0/', 'PRIVATE'],
    ['https://2130706433/', 'PRIVATE'],
    ['https://0x7f.1/', 'PRIVATE'],
    ['https://10.1.2.3/', 'PRIVATE'],
    ['https://172.16.0.1/', 'PRIVATE'],
    ['https://192.168.1.1/', 'PRIVATE'],
    ['https://100.64.0.1/', 'PRIVATE'],
    ['https://169.254.169.254/latest/meta-data', 'PRIVATE'],
    ['https://255.255.255.255/', 'PRIVATE'],
    ['https://224.0.0.1/', 'PRIVATE'],
    ['https://[::1]/', 'PRIVATE'],
    ['https://[::]/', 'PRIVATE'],
    ['https://[::ffff:127.0.0.1]/', 'PRIVATE'],
    ['https://[fe80::1]/', 'PRIVATE'],
    ['https://[fc00::1]/', 'PRIVATE'],
    ['https://0.1.2.3/', 'PRIVATE'],
    ...INSIDE.map((address) => [`https://[${address}]/`, 'PRIVATE']),
  ])('refuses %s (%s)', async (address, flaw) => {
    const outgoing = new Outgoing([], resolving(['93.184.215.14']));
    await expect(outgoing.check(address)).rejects.toMatchObject({ flaw });
    await expect(outgoing.post(address, '', {})).rejects.toMatchObject({ flaw });
  });

  it.each([
    ['10.0.0.1'],
    ['0.1.2.3'],
    ['93.184.215.14', '127.0.0.1'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['fe80::1%eth0'],
    ...INSIDE.map((address) => [address]),
  ])('refuses a name that leads to %s', async (...addresses) => {
    const outgoing = new Outgoing([], resolving(addresses));
    await expect(outgoing.check('https://inside.example/')).rejects.toMatchObject({ flaw: 'PRIVATE' });
    await expect(outgoing.post('https://inside.example/', '', {})).rejects.toMatchObject({ flaw: 'PRIVATE' });
  });

  it('takes a public name and address', async () => {
    await new Outgoing([], resolving(['93.184.215.14'])).check('https://hooks.example/x');
    await new Outgoing([], resolving(['2606:4700::6810:84e5', '::ffff:93.184.215.14'])).check(
      'https://hooks.example/x',
    );
    await new Outgoing().check('https://93.184.215.14/x');
    await new Outgoing().check('https://[2606:4700::6810:84e5]/x');
  });

  it('refuses a name that changed between the check and the call', async () => {
    const outgoing = new Outgoing([], resolving(['93.184.215.14'], ['127.0.0.1']));
    await outgoing.check('https://rebinding.example/');
    await expect(outgoing.post('https://rebinding.example/', '', {})).rejects.toMatchObject({ flaw: 'PRIVATE' });
  });

  describe('that this installation allows', () => {
    let server: Server;
    let host: string;
    let hits = 0;
    beforeAll(async () => {
      server = createServer((request, response) => {
        hits += 1;
        if (request.url === '/redirect') response.writeHead(302, { location: `http://${host}/target` }).end();
        else if (request.url === '/long') response.end('x'.repeat(200_000));
        else response.end('ok');
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((closed) => server.close(closed)));

    it('are called, exactly these', async () => {
      const outgoing = new Outgoing([host]);
      expect(await outgoing.post(`http://${host}/`, '{}', {})).toMatchObject({ status: 200, body: 'ok' });
      await expect(outgoing.post(`http://127.0.0.1:1/`, '', {})).rejects.toMatchObject({ flaw: 'NOT_HTTPS' });
      await expect(outgoing.post(`https://127.0.0.1/`, '', {})).rejects.toMatchObject({ flaw: 'PRIVATE' });
    });

    it('send nobody on, and are not listened to for ever', async () => {
      const outgoing = new Outgoing([host]);
      const before = hits;
      expect((await outgoing.post(`http://${host}/redirect`, '', {})).status).toBe(302);
      expect(hits - before).toBe(1);
      await expect(outgoing.post(`http://${host}/long`, '', {})).rejects.toThrow('too long');
    });
  });
});
