import type { AddressInfo } from 'node:net';

import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A reply (RFC 5321) with which a server refuses what it is told at this point. */
export interface SmtpRefusal {
  readonly to: 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA';
  readonly code: number;
  readonly words: string;
}

const TRY_LATER: SmtpRefusal = { to: 'DATA', code: 451, words: 'Try again later' };

/** An SMTP server that keeps what it is sent. */
export interface SmtpSink {
  readonly url: string;
  /** The mails received so far, in order. */
  readonly mails: readonly Email[];
  /** Refuses the next mails, by a temporary failure (451) when nothing else is named, until called with false. */
  refuse(refusing: boolean | SmtpRefusal): void;
  /** Answers no mail that arrives from now on, until it is called with false: these are received or refused then. */
  hold(holding: boolean): void;
  /** The recipients of the mails that are being held. */
  readonly held: readonly string[];
  close(): Promise<void>;
}

/** Starts an {@link SmtpSink} on a loopback port. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Email[] = [];
  const held: { readonly recipients: readonly string[]; readonly receive: () => void }[] = [];
  let refusal: SmtpRefusal | undefined;
  let holding = false;
  /** The error by which the server refuses, or none. */
  const refusalOf = (point: SmtpRefusal['to']): Error | null =>
    refusal?.to === point ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth(_auth, _session, done) {
      done(refusalOf('AUTH'), { user: 'somebody' });
    },
    onMailFrom(_address, _session, done) {
      done(refusalOf('MAIL FROM'));
    },
    onRcptTo(_address, _session, done) {
      done(refusalOf('RCPT TO'));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const receive = (): void => {
          const error = refusalOf('DATA');
          if (error) {
            done(error);
            return;
          }
          PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            mails.push(mail);
            done();
          }, done);
        };
        if (holding) held.push({ recipients: envelope.rcptTo.map(({ address }) => address), receive });
        else receive();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (value) => {
      refusal = value === true ? TRY_LATER : value || undefined;
    },
    hold: (value) => {
      holding = value;
      if (!value) for (const { receive } of held.splice(0)) receive();
    },
    get held() {
      return held.flatMap(({ recipients }) => recipients);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
