import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { credentialsOf } from '@rollcall/auth/http';
import { Clock } from '@rollcall/kernel';
import { type AnsweredRequest, KEPT_REQUESTS, ProvisioningRequests } from '@rollcall/provisioning';
import type { Request } from 'express';

import type { Outcome, RequestObserver } from '../../http/request-observer.js';
import { isObject } from '../attributes/attribute.js';
import { cut, shownBody, shownPath } from './shown-request.js';

/** How late a request may appear in the database. */
const FLUSH_MS = 500;

const MAX_ANSWER = 2_000;
const MAX_DETAIL = 1_000;

/**
 * Keeps the last requests of providers, whether or not they were served. It writes them in batches, in no request's transaction and
 * while none waits. Of one key no more wait than are kept.
 */
@Injectable()
export class RequestRecorder implements RequestObserver, OnApplicationShutdown {
  private readonly logger = new Logger(RequestRecorder.name);
  private waiting = new Map<string, AnsweredRequest[]>();
  private timer: NodeJS.Timeout | undefined;
  /** The requests whose keys are still looked up. */
  private readonly unknown = new Set<Promise<void>>();

  constructor(
    private readonly requests: ProvisioningRequests,
    private readonly clock: Clock,
  ) {}

  over(request: Request & { readonly user?: Actor }, outcome: Outcome): void {
    const now = this.clock.now();
    const note = (key: Key | null) => {
      this.note(recordOf(request, key, outcome, now));
    };
    if (request.user || outcome.status === null || outcome.status === 401) {
      note(request.user ?? null);
      return;
    }
    // It was refused before any guard saw it.
    const looking = this.keyOf(request)
      .then(note)
      .finally(() => this.unknown.delete(looking));
    this.unknown.add(looking);
  }

  /** The key of a request with valid credentials; null if that cannot be known. */
  private async keyOf(request: Request): Promise<Key | null> {
    try {
      return await credentialsOf(request);
    } catch (error) {
      this.logger.warn({ err: error }, 'The key of a request could not be looked up');
      return null;
    }
  }

  private note(record: AnsweredRequest): void {
    this.keep(record);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, FLUSH_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.unknown);
    clearTimeout(this.timer);
    await this.flush();
  }

  /** Writes what waits; if that fails, it waits for the next time. */
  private async flush(): Promise<void> {
    const records = [...this.waiting.values()].flat().toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    if (records.length === 0) return;
    this.waiting = new Map();
    try {
      await this.requests.add(records);
    } catch (error) {
      this.logger.warn({ err: error }, 'Requests of identity providers could not be noted');
      const since = [...this.waiting.values()].flat();
      this.waiting = new Map();
      for (const record of [...records, ...since]) this.keep(record);
    }
  }

  private keep(record: AnsweredRequest): void {
    const name = `${record.keyId ?? 0} ${record.failed}`;
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), record].slice(-KEPT_REQUESTS));
  }
}

/** The key of a request with its owner. */
type Key = Pick<Actor, 'keyId' | 'agentId'>;

function recordOf(
  { method, originalUrl, body }: Request,
  key: Key | null,
  { requestId, status, answer, durationMs }: Outcome,
  now: Date,
): AnsweredRequest {
  const failed = status === null || status >= 400;
  const { scimType, detail } = failed ? failureIn(answer) : {};
  return {
    createdAt: new Date(now.getTime() - durationMs),
    keyId: key?.keyId ?? null,
    agentId: key?.agentId ?? null,
    requestId,
    method,
    path: shownPath(originalUrl),
    // The body of a stranger is not kept.
    body: key ? shownBody(body) : null,
    status,
    failed,
    scimType: typeof scimType === 'string' ? scimType : null,
    detail: typeof detail === 'string' ? cut(detail, MAX_DETAIL) : null,
    answer: answer === null ? null : cut(answer, MAX_ANSWER),
    durationMs: Math.round(durationMs),
  };
}

function failureIn(answer: string | null): { readonly scimType?: unknown; readonly detail?: unknown } {
  try {
    const body: unknown = JSON.parse(answer ?? 'null');
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}
