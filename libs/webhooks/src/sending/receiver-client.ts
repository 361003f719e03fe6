import { Inject, Injectable, Optional, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { assertNoTransaction } from '@rollcall/database';
import { errorText, publicConnector } from '@rollcall/outgoing';
import { Agent, request } from 'undici';

import type { Attempt } from '../deliveries.repository.js';

/** How long an attempt may take, from the name to the end of the answer. */
const TIMEOUT_MS = 10_000;
/** What is read of an answer; the rest is thrown away unread. */
const MAX_ANSWER_BYTES = 4_096;

/** Sends requests to receivers, whose owners may be anybody: within limits of time and size, and through no proxy. */
@Injectable()
export class ReceiverClient implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(
    @Inject(CONFIG) { webhooks }: Config,
    @Optional() private readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.agent = new Agent({
      connect: webhooks.privateNetworks
        ? { timeout: TIMEOUT_MS }
        : publicConnector(TIMEOUT_MS, 'WEBHOOKS_PRIVATE_NETWORKS'),
      keepAliveTimeout: 1_000,
      keepAliveMaxTimeout: 1_000,
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.destroy();
  }

  /** Posts a JSON text. An answer other than 2xx, a redirect among them, is a failed attempt. It never rejects. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt> {
    assertNoTransaction('A webhook is sent');
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const response = await request(url, {
        dispatcher: this.agent,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Rollcall-Webhook/1' },
        body,
        signal,
      });
      const { statusCode: status } = response;
      const answer = await beginning(response.body);
      const isTaken = status >= 200 && status < 300;
      return { status, answer, error: isTaken ? null : `The receiver answered ${status}` };
    } catch (error) {
      const text = signal.aborted
        ? `There was no whole answer within ${this.timeoutMs / 1_000} seconds`
        : errorText(error);
      return { status: null, answer: null, error: text };
    }
  }
}

async function beginning(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  body.destroy();
  return Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES).toString('utf8').replaceAll('\0', '\uFFFD');
}
