/** What is used of maildev 2, which brings no types. */
declare module 'maildev' {
  import type { EventEmitter } from 'node:events';

  interface MailDevOptions {
    readonly smtp: number;
    readonly web: number;
    readonly ip: string;
    readonly mailDirectory: string;
    readonly silent: boolean;
  }

  interface MailDev {
    readonly smtp: EventEmitter;
    listen(): Promise<void>;
    close(done: () => void): void;
  }

  export default function createMailDev(options: MailDevOptions): MailDev;
}
