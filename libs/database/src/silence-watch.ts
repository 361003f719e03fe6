import type { ServerPresence } from './server-presence.js';

/** How long a server may be silent while a statement is under way before somebody looks whether it is there, and how long that takes. */
export interface Patience {
  readonly silentMs: number;
  readonly probeMs: number;
}

/** Together below the ten seconds after which people and programs give up. */
export const PATIENCE: Patience = { silentMs: 2_000, probeMs: 3_000 };

const LOOKS = 4;

/**
 * Watches one connection. A server that was stopped, or to which the network has been lost without a word, keeps a statement waiting
 * for ever; one that works on a long statement looks the same on this connection. So when nothing has come back for `silentMs`,
 * the server is asked on another connection, unless it is known that it does not answer; when it is not there, `giveUp` is called once.
 */
export class SilenceWatch {
  private underWay = 0;
  private heardAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly silentMs: number,
    private readonly presence: Pick<ServerPresence, 'isSilent' | 'ask'>,
    private readonly giveUp: () => void,
  ) {}

  /** A statement was sent. */
  began(): void {
    if (this.underWay++ > 0) return;
    this.heardAt = performance.now();
    this.timer ??= setInterval(() => void this.look(), this.silentMs / LOOKS).unref();
  }

  /** A statement was answered, whatever the answer. */
  ended(): void {
    this.underWay--;
    this.heardAt = performance.now();
  }

  private async look(): Promise<void> {
    if (this.underWay === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const { heardAt } = this;
    if (performance.now() - heardAt < this.silentMs) return;
    // It is not asked again before as much time has passed once more.
    this.heardAt = performance.now();
    const asked = this.heardAt;
    const isGone = this.presence.isSilent || !(await this.presence.ask());
    if (!isGone || this.underWay === 0 || this.heardAt !== asked) return;
    clearInterval(this.timer);
    this.giveUp();
  }
}
