import { createServer, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { type SmtpSink, startSmtpSink } from '@rollcall/testing';
import fc from 'fast-check';

import { MailTransport, stableMessageId } from './mail-transport.js';
import { renderWelcomeMail } from './welcome-mail.js';

const JOB_ID = '0190b5f0-0000-7000-8000-000000000001';
const MAIL = {
  to: 'ada@example.com',
  subject: 'Welcome',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: stableMessageId(JOB_ID, 'https://support.example.com:8443/app'),
};

const transportTo = (smtpUrl: string): MailTransport =>
  new MailTransport(
    loadConfig({ DATABASE_URL: 'postgres://unused/db', SMTP_URL: smtpUrl, MAIL_FROM: 'Desk <desk@example.com>' }),
  );

describe('MailTransport', () => {
  let sink: SmtpSink;
  let transport: MailTransport;

  beforeEach(async () => {
    sink = await startSmtpSink();
    transport = transportTo(sink.url);
  });

  afterEach(async () => {
    transport.onApplicationShutdown();
    await sink.close();
  });

  it('delivers both parts under the given Message-ID', async () => {
    await transport.send(MAIL);
    expect(sink.mails).toMatchObject([
      {
        messageId: `<${JOB_ID}@support.example.com>`,
        from: { name: 'Desk', address: 'desk@example.com' },
        to: [{ address: 'ada@example.com' }],
        subject: 'Welcome',
        html: expect.stringContaining('<p>Hello</p>'),
        text: expect.stringContaining('Hello'),
      },
    ]);
    expect(sink.mails[0]?.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it("rejects with the server's answer, and delivers over the same pool later", async () => {
    sink.refuse(true);
    await expect(transport.send(MAIL)).rejects.toThrow(/451 Try again later/);
    sink.refuse(false);
    await transport.send(MAIL);
    expect(sink.mails).toHaveLength(1);
  });

  it('never reads an address as a list of several', async () => {
    await expect(transport.send({ ...MAIL, to: 'ada@example.com, eve@example.org' })).rejects.toMatchObject({
      rejected: ['"ada@example.com, eve"@example.org'],
    });
    expect(sink.mails).toEqual([]);
  });

  it('has the same headers whatever the name is', async () => {
    await transport.send(MAIL);
    const keys = sink.mails[0]?.headers.map(({ key }) => key);
    const nasty = fc
      .array(
        fc.constantFrom('\r\n', '\n', '\r', '\0', '\u2028', ' ', 'Bcc: eve@example.com', '=?utf-8?q?=0D=0A?=', 'Ünï'),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(nasty, async (firstName) => {
        const mail = renderWelcomeMail({ firstName, publicUrl: 'https://a.example', link: 'https://a.example/b' });
        await transport.send({ ...MAIL, ...mail });
        const received = sink.mails.at(-1);
        expect(received?.headers.map(({ key }) => key)).toEqual(keys);
        expect(received?.to).toMatchObject([{ address: 'ada@example.com' }]);
        expect(received?.bcc).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

describe('MailTransport and a server that says nothing', () => {
  let server: Server;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('gives up after ten seconds', async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port');
    const transport = transportTo(`smtp://127.0.0.1:${address.port}`);
    await expect(transport.send(MAIL)).rejects.toThrow(/greeting/i);
    transport.onApplicationShutdown();
  });
});
