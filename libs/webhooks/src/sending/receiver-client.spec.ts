import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';

import { ReceiverClient } from './receiver-client.js';

/** Of `localhost`, valid on the first day of 2020 alone. */
const EXPIRED = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBNDCB26ADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAeFw0yMDAxMDEwMDAwMDBaFw0yMDAxMDIwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK6qzTsJiMSr5GoTWn11
o/8dN1ZVU3ipeWOamCdAhaMPIKTGEs6/crRenyjMOpA1yN0XJIVvJmKPSy6/32Xm
PkOjHjAcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjOPQQDAgNI
ADBFAiEAgHs4jVGt/rIIargwdAevRcMpTrwrKKDDw3LsgBVFvlECIFgFh3CvNMK6
891EPexRG62QHPiXGNFaYXebBE1GwgHC
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIQ1pojqFit2ZUkyg
gnMLKk5Gn1GJ64fKS0U1rHjN6lqhRANCAASuqs07CYjEq+RqE1p9daP/HTdWVVN4
qXljmpgnQIWjDyCkxhLOv3K0Xp8ozDqQNcjdFySFbyZij0suv99l5j5D
-----END PRIVATE KEY-----`,
};

describe('ReceiverClient', () => {
  const servers: Server[] = [];
  const clients: ReceiverClient[] = [];

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.onModuleDestroy();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const listen = async (answer: RequestListener, server: Server = createServer(answer)) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const client = (
    settings: Readonly<Record<string, string>> = { WEBHOOKS_PRIVATE_NETWORKS: 'true' },
    timeoutMs?: number,
  ) => {
    const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', ...settings });
    const made = new ReceiverClient(config, timeoutMs);
    clients.push(made);
    return made;
  };

  it('posts a body as JSON, and takes 2xx for success', async () => {
    const port = await listen((incoming, response) => {
      response.statusCode = 202;
      response.end(incoming.headers['content-type']);
    });
    expect(await client().post(`http://127.0.0.1:${port}`, {}, '{}')).toEqual({
      status: 202,
      answer: 'application/json',
      error: null,
    });
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const port = await listen((_incoming, response) => {
      asked++;
      response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end();
    });
    expect(await client().post(`http://127.0.0.1:${port}`, {}, '{}')).toMatchObject({
      status: 307,
      error: expect.any(String),
    });
    expect(asked).toBe(1);
  });

  it('reads no more than the beginning of an answer that never ends', async () => {
    let written = 0;
    const port = await listen((_incoming, response) => {
      const part = 'x'.repeat(65_536);
      const write = () => {
        while (!response.destroyed && response.write(part)) written += part.length;
      };
      response.on('drain', write);
      write();
    });
    const { status, answer } = await client().post(`http://127.0.0.1:${port}`, {}, '{}');
    expect([status, answer?.length]).toEqual([200, 4_096]);
    expect(written).toBeLessThan(50_000_000);
  });

  it('gives up on a receiver that does not answer, or does not end its answer, in time', async () => {
    const silent = await listen(() => undefined);
    const halting = await listen((_incoming, response) => response.write('a'));
    for (const port of [silent, halting])
      expect(await client(undefined, 200).post(`http://127.0.0.1:${port}`, {}, '{}')).toMatchObject({
        status: null,
        error: expect.stringContaining('no whole answer'),
      });
  });

  it('records a connection that was reset, or refused', async () => {
    const port = await listen((incoming) => incoming.socket.resetAndDestroy());
    expect(await client().post(`http://127.0.0.1:${port}`, {}, '{}')).toMatchObject({
      status: null,
      error: expect.any(String),
    });
    expect(await client().post('http://127.0.0.1:1', {}, '{}')).toMatchObject({
      status: null,
      error: expect.any(String),
    });
  });

  it('records a certificate that has run out, and sends nothing', async () => {
    let asked = 0;
    const answer: RequestListener = (_incoming, response) => {
      asked++;
      response.end();
    };
    const port = await listen(answer, createTlsServer(EXPIRED, answer));
    expect(await client().post(`https://localhost:${port}`, {}, '{}')).toEqual({
      status: null,
      answer: null,
      error: expect.stringContaining('expired'),
    });
    expect(asked).toBe(0);
  });

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '0.0.0.0', '[::ffff:127.0.0.1]', '[::1]', 'localhost'])(
    'does not reach %s unless private networks are allowed',
    async (host) => {
      let asked = 0;
      const port = await listen((_incoming, response) => {
        asked++;
        response.end();
      });
      expect(await client({}).post(`http://${host}:${port}`, {}, '{}')).toMatchObject({
        status: null,
        error: expect.stringContaining('WEBHOOKS_PRIVATE_NETWORKS'),
      });
      expect(asked).toBe(0);
    },
  );
});
