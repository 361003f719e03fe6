import type { AddressInfo } from 'node:net';

import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** An SMTP server that keeps what it is sent. */
export interface SmtpSink {
  readonly url: string;
  /** The mails received so far, in order. */
  readonly mails: readonly Email[];
  /** Answers the next mails with a temporary failure (RFC 5321, 451) until called with false. */
  refuse(refusing: boolean): void;
  /** Answers no mail that arrives from now on, until it is called with false: these are received and answered then. */
  hold(holding: boolean): void;
  /** How many mails are being held. */
  readonly held: number;
  close(): Promise<void>;
}

/** Starts an {@link SmtpSink} on a loopback port. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Email[] = [];
  const held: (() => void)[] = [];
  let refusing = false;
  let holding = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusing) {
          done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          return;
        }
        const receive = (): void => {
          PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            mails.push(mail);
            done();
          }, done);
        };
        if (holding) held.push(receive);
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
      refusing = value;
    },
    hold: (value) => {
      holding = value;
      if (!value) for (const receive of held.splice(0)) receive();
    },
    get held() {
      return held.length;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
