import { setTimeout } from 'node:timers/promises';

import pg from 'pg';

/** The pause between two looks at a server that does not answer, in milliseconds. */
const PAUSE_MS = 250;

/** What is known of each server, by its address. */
const known = new Map<string, ServerPresence>();

/**
 * Whether a server answers to a new connection. All connections of this process to a server share what one has found out: a request
 * that needs several connections, one after the other, does not wait for each of them.
 */
export class ServerPresence {
  private look: Promise<boolean> | undefined;
  private silent = false;

  /** @param probeMs how long a look takes at the longest, in milliseconds */
  private constructor(
    private readonly config: pg.ClientConfig,
    private readonly probeMs: number,
  ) {}

  static of(address: string, config: pg.ClientConfig, probeMs: number): ServerPresence {
    const presence = known.get(address) ?? new ServerPresence(config, probeMs);
    known.set(address, presence);
    return presence;
  }

  /** Whether the last look was not answered at all. The server is looked at until it answers again. */
  get isSilent(): boolean {
    return this.silent;
  }

  /** Looks whether the server is there; refusing a connection is an answer. Those who ask at the same time share a look. */
  ask(): Promise<boolean> {
    this.look ??= this.lookOnce().finally(() => (this.look = undefined));
    return this.look;
  }

  private async lookOnce(): Promise<boolean> {
    const began = performance.now();
    const probe = new pg.Client({ ...this.config, pipeline: false, connectionTimeoutMillis: this.probeMs });
    probe.on('error', () => undefined);
    let isThere = true;
    try {
      await probe.connect();
      void probe.end().catch(() => undefined);
    } catch (error) {
      isThere = error instanceof pg.DatabaseError;
    }
    // A machine that says at once that nobody listens there keeps nobody waiting.
    this.silent = !isThere && performance.now() - began >= this.probeMs;
    if (this.silent) void setTimeout(PAUSE_MS, undefined, { ref: false }).then(() => this.ask());
    return isThere;
  }
}
