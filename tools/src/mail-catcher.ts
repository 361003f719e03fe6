import { mkdir } from 'node:fs/promises';

import { freePort } from '@rollcall/database/embedded';

import { isFree } from './ports.js';

/** A mail server that delivers nothing and shows the mails that it received on a web page. */
export interface MailCatcher {
  readonly smtpUrl: string;
  readonly pageUrl: string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const USUAL_PAGE_PORT = 1080;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Starts a {@link MailCatcher} on loopback. It keeps its mails in `folder`, since they hold links that set passwords.
 */
export async function startMailCatcher(folder: string): Promise<MailCatcher> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const web = (await isFree(HOST, USUAL_PAGE_PORT)) ? USUAL_PAGE_PORT : await freePort();
  const smtp = await freePort();
  const { default: createMailDev } = await import('maildev');

  const ours = new Map(STOP_SIGNALS.map((signal) => [signal, process.listeners(signal)]));
  const mailDev = createMailDev({ smtp, web, ip: HOST, mailDirectory: folder, silent: true });
  // On a signal it would end the process while others still send mail; and it throws if a client disconnects.
  for (const signal of STOP_SIGNALS)
    for (const listener of process.listeners(signal))
      if (!ours.get(signal)?.includes(listener)) process.off(signal, listener);
  mailDev.smtp.removeAllListeners('error').on('error', () => undefined);
  await mailDev.listen();

  return {
    smtpUrl: `smtp://${HOST}:${smtp}`,
    pageUrl: `http://${HOST}:${web}`,
    stop: () =>
      new Promise((resolve) => {
        mailDev.close(resolve);
      }),
  };
}
