import { createServer, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { PermanentFailure } from '@rollcall/jobs';
import { freePort, type SmtpRefusal, type SmtpSink, startSmtpSink } from '@rollcall/testing';
import fc from 'fast-check';

import { MailTransport, stableMessageId } from './mail-transport.js';
import { renderMail } from './render-mail.js';

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

  const failureOf = (mail: typeof MAIL): Promise<Error> =>
    transport.send(mail).then(
      () => {
        throw new Error('It was sent');
      },
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );

  it("rejects with the server's answer, and delivers over the same pool later", async () => {
    sink.refuse(true);
    await expect(transport.send(MAIL)).rejects.toThrow(/451 Try again later/);
    sink.refuse(false);
    await transport.send(MAIL);
    expect(sink.mails).toHaveLength(1);
  });

  it.each<[SmtpRefusal['to'], number, string]>([
    ['RCPT TO', 550, '5.1.1 <ada@example.com>: no such user here'],
    ['RCPT TO', 550, 'no such user here'],
    ['RCPT TO', 552, '5.2.2 The mailbox is full'],
    ['RCPT TO', 501, '5.1.3 That is no address'],
    ['RCPT TO', 550, '5.4.1 Recipient address rejected: access denied'],
    ['RCPT TO', 556, '5.1.10 The domain takes no mail'],
    ['DATA', 554, '5.7.1 Refused as spam'],
    ['DATA', 552, '5.3.4 The message is too large'],
  ])('fails for good when %s is answered %i %s', async (to, code, words) => {
    sink.refuse({ to, code, words });
    const failure = await failureOf(MAIL);
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(failure.message).toBe(`The mail server refused the mail for good: ${code} ${words}`);
    sink.refuse(false);
    await transport.send(MAIL);
    expect(sink.mails).toHaveLength(1);
  });

  it.each<[SmtpRefusal['to'], number, string]>([
    ['RCPT TO', 450, '4.2.0 Greylisted'],
    ['DATA', 451, '4.3.0 Try again later'],
    ['RCPT TO', 421, '4.3.2 The service is being closed'],
    ['MAIL FROM', 550, '5.1.8 The domain of the sender does not exist'],
    ['MAIL FROM', 553, 'Sender address rejected'],
    ['RCPT TO', 550, '5.1.8 <desk@example.com>: Sender address rejected: Domain not found'],
    ['RCPT TO', 554, '5.7.1 <ada@example.com>: Relay access denied'],
    ['RCPT TO', 550, '5.7.54 Unable to relay recipient in non-accepted domain'],
    ['RCPT TO', 530, '5.7.0 Must issue a STARTTLS command first'],
    ['RCPT TO', 503, '5.5.1 Bad sequence of commands'],
    ['DATA', 530, '5.7.0 Authentication required'],
    ['AUTH', 535, '5.7.8 Authentication credentials invalid'],
  ])('may be tried again when %s is answered %i %s', async (to, code, words) => {
    sink.refuse({ to, code, words });
    const login = transportTo(sink.url.replace('//', '//somebody:hunter2@'));
    const failure = await login.send(MAIL).catch((error: unknown) => error);
    login.onApplicationShutdown();
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(PermanentFailure);
    expect(String(failure)).toContain(`${code} ${words}`);
    expect(String(failure)).not.toContain('hunter2');
  });

  it('may be tried again when there is no server', async () => {
    const nowhere = transportTo(`smtp://127.0.0.1:${await freePort()}`);
    const failure = await nowhere.send(MAIL).catch((error: unknown) => error);
    nowhere.onApplicationShutdown();
    expect(failure).not.toBeInstanceOf(PermanentFailure);
    expect(String(failure)).toContain('ECONNREFUSED');
  });

  it.each([
    'https://support.example.com/set-password?token=s3cret-Token_0',
    'https://support.example.com/set-password?token=3Ds3cret-Token_0',
    'https%3A%2F%2Fsupport.example.com%2Fset-password%3Ftoken%3Ds3cret-Token_0',
    'https://support.example.com/set-password?token&#x3D;s3cret-Token_0',
  ])('does not tell the token of a link that the server quotes: %s', async (link) => {
    sink.refuse({ to: 'DATA', code: 554, words: `Refused for <${link}> as spam` });
    const { message } = await failureOf(MAIL);
    expect(message).toMatch(/Refused for <https.*…> as spam$/);
    expect(message).not.toContain('s3cret');
  });

  it('writes the domain of an address as DNS has it, or all of it in UTF-8 (RFC 6531)', async () => {
    for (const [to, address] of [
      ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
      ['jürgen@faß.example', 'jürgen@faß.example'],
    ] as const) {
      await transport.send({ ...MAIL, to });
      expect(sink.mails.at(-1)?.headers).toContainEqual(expect.objectContaining({ key: 'to', value: address }));
    }
  });

  it('never reads an address as a list of several', async () => {
    const failure = await failureOf({ ...MAIL, to: 'ada@example.com, eve@example.org' });
    expect(failure.message).toBe('The mail server refused the mail for good: 501 Error: Bad recipient address syntax');
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
        const mail = renderMail('welcome', {
          firstName,
          publicUrl: 'https://a.example',
          at: new Date(0),
          link: 'https://a.example/b',
        });
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
    await expect(transport.send(MAIL)).rejects.toThrow(/greeting|timeout/i);
    transport.onApplicationShutdown();
  });
});
