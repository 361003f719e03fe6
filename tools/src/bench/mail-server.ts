import { once } from 'node:events';

import { freePort } from '@rollcall/database/embedded';
import { SMTPServer } from 'smtp-server';

/** A mail server that accepts every mail and stores none. */
export interface MailServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a {@link MailServer} on a loopback port. */
export async function startMailServer(): Promise<MailServer> {
  const port = await freePort();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      stream.resume().on('end', done);
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
