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
  close(): Promise<void>;
}

/** Starts an {@link SmtpSink} on a loopback port. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Email[] = [];
  let refusing = false;
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
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          mails.push(mail);
          done();
        }, done);
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
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
