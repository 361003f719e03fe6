import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { assertNoTransaction } from '@rollcall/database';
import { errorText, publicConnector } from '@rollcall/outgoing';
import type { CustomFetchOptions } from 'openid-client';
import { Agent, request } from 'undici';

/** How long a request may take, from the name to the end of the answer. */
const TIMEOUT_MS = 10_000;

/** The largest answer that is read. */
const MAX_ANSWER_BYTES = 1_000_000;

/** A provider cannot be reached, is too slow, answers too much, or is broken for now. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}

/**
 * Sends requests to identity providers, whose addresses administrators choose: within limits of time and size, to public addresses
 * unless the configuration allows others, and following no redirect.
 */
@Injectable()
export class ProviderRequests implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(@Inject(CONFIG) { signIn }: Config) {
    this.agent = new Agent({
      connect: signIn.privateNetworks ? { timeout: TIMEOUT_MS } : publicConnector(TIMEOUT_MS, 'OIDC_PRIVATE_NETWORKS'),
      keepAliveTimeout: 1_000,
      keepAliveMaxTimeout: 1_000,
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.destroy();
  }

  /** As `fetch`, for openid-client and jose. @throws ProviderUnavailable */
  readonly fetch = async (url: string, options: Partial<CustomFetchOptions>): Promise<Response> => {
    assertNoTransaction('A request to an identity provider');
    const { method = 'GET', headers = {}, body } = options;
    if (body !== undefined && body !== null && typeof body !== 'string' && !(body instanceof URLSearchParams))
      throw new TypeError('A request to an identity provider has a text or a form as its body');
    try {
      const answer = await request(url, {
        dispatcher: this.agent,
        method: method === 'POST' ? 'POST' : 'GET',
        headers: Object.fromEntries(new Headers(headers)),
        body: body ? String(body) : null,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await wholeText(answer.body);
      if (answer.statusCode >= 500) throw new Error(`it answered ${answer.statusCode}`);
      const type = answer.headers['content-type'];
      const isEmpty = [204, 205, 304].includes(answer.statusCode);
      return new Response(isEmpty ? null : text, {
        status: answer.statusCode,
        headers: typeof type === 'string' ? { 'content-type': type } : {},
      });
    } catch (cause) {
      throw new ProviderUnavailable(`${new URL(url).host}: ${errorText(cause)}`, { cause });
    }
  };
}

async function wholeText(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size > MAX_ANSWER_BYTES) {
      body.destroy();
      throw new Error(`its answer is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB`);
    }
  }
  return Buffer.concat(parts).toString('utf8');
}
