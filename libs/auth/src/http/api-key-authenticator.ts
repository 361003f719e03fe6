import { Injectable } from '@nestjs/common';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import { ApiKeys } from '../api-keys.js';
import { UsageRecorder } from './usage-recorder.js';

/** What every scheme that carries a key pair does with it. */
@Injectable()
export class ApiKeyAuthenticator {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly usage: UsageRecorder,
  ) {}

  /** The agent behind the pair, or null when it is not to be let in. */
  async authenticate(request: Request, key: string, secret: string): Promise<Actor | null> {
    const verified = await this.apiKeys.verify(key, secret);
    if (!verified) return null;
    this.usage.seen(verified);
    return { agentId: verified.agentId, permissions: verified.permissions, ip: request.ip ?? null };
  }
}
