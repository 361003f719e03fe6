import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { Inject, Injectable, Optional, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { assertNoTransaction } from '@rollcall/database';
import { Agent, buildConnector, request } from 'undici';

import type { Attempt } from '../deliveries.repository.js';
import { isPublicAddress, literalAddress } from '../public-address.js';

/** How long an attempt may take, from the name to the end of the answer. */
const TIMEOUT_MS = 10_000;
/** What is read of an answer; the rest is thrown away unread. */
const MAX_ANSWER_BYTES = 4_096;

/** The receiver may not be reached, because of where it is. */
class ForbiddenAddress extends Error {
  constructor(address: string) {
    super(`${address} is not an address of the public internet; WEBHOOKS_PRIVATE_NETWORKS allows others`);
  }
}

type Connector = ReturnType<typeof buildConnector>;
type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A connector that reaches public addresses alone: it looks at the address in the URL, at each one that a name resolves to at the
 * moment of connecting, and at the one that it is connected to.
 */
export function publicConnector(resolve: Resolve = lookUp): Connector {
  const lookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      const forbidden = error ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
      if (error) done(error, '', 0);
      else if (forbidden || !first) done(new ForbiddenAddress(forbidden?.address ?? hostname), '', 0);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: TIMEOUT_MS, lookup });
  return (options, done) => {
    const address = literalAddress(options.hostname);
    if (address !== null && !isPublicAddress(address)) {
      done(new ForbiddenAddress(address), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error) {
        done(error, null);
        return;
      }
      if (socket.remoteAddress !== undefined && isPublicAddress(socket.remoteAddress)) {
        done(null, socket);
        return;
      }
      socket.destroy();
      done(new ForbiddenAddress(socket.remoteAddress ?? options.hostname), null);
    });
  };
}

/** Sends requests to receivers, whose owners may be anybody: within limits of time and size, and through no proxy. */
@Injectable()
export class ReceiverClient implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(
    @Inject(CONFIG) { webhooks }: Config,
    @Optional() private readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.agent = new Agent({
      connect: webhooks.privateNetworks ? { timeout: TIMEOUT_MS } : publicConnector(),
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
        : textOf(error);
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

function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return textOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
