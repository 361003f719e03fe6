import { appendFileSync } from 'node:fs';

import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What the mail server does to mails; the parent sends it. */
export type SmtpMode = 'takes' | 'refuses' | 'hangs' | 'takes and dies';

// The mail server of a run, on port MAIL_PORT. A line of MAIL_JOURNAL for each mail that it took over: recipient and Message-ID.
const journal = process.env.MAIL_JOURNAL ?? '';
let mode: SmtpMode = 'takes';
process.on('message', (message: SmtpMode) => {
  mode = message;
});

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, { envelope }, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (mode === 'hangs') return;
      if (mode === 'refuses') {
        done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
        return;
      }
      PostalMime.parse(Buffer.concat(chunks)).then(({ messageId }) => {
        for (const { address } of envelope.rcptTo) appendFileSync(journal, `${address} ${messageId ?? ''}\n`);
        // The mail is here, and whoever sent it does not get to know.
        if (mode === 'takes and dies') process.kill(process.pid, 'SIGKILL');
        done();
      }, done);
    });
  },
});
server.on('error', () => undefined);
server.listen(Number(process.env.MAIL_PORT), '127.0.0.1', () => process.send?.('ready'));
