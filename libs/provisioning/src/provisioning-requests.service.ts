import { Injectable } from '@nestjs/common';
import { ApiKeys } from '@rollcall/auth';
import { Transactions } from '@rollcall/database';
import { Clock } from '@rollcall/kernel';

import { ProvisioningRequestEntity } from './provisioning-request.entity.js';

/** How many requests of one key are kept: so many of those that failed, and so many others. */
export const KEPT_REQUESTS = 200;

const KEPT_MS = 7 * 24 * 3_600_000;

/** One statement takes 65,535 parameters; many may wait after the database was away. */
const INSERTED_AT_ONCE = 1_000;

/** A request that was answered. */
export type AnsweredRequest = Omit<ProvisioningRequestEntity, 'id'>;

/** Which requests to read: before one with this id, those that failed alone. */
export interface RequestFilter {
  readonly before: number | null;
  readonly failedOnly: boolean;
  readonly limit: number;
}

/** A request with the name of its key, null if there is no such key any more. */
export interface ShownRequest {
  readonly request: ProvisioningRequestEntity;
  readonly keyName: string | null;
}

/** The last requests of identity providers, so that an administrator sees why a sync fails. */
@Injectable()
export class ProvisioningRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly apiKeys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  /** Adds requests, and removes those of their keys that are too many. */
  async add(requests: readonly AnsweredRequest[]): Promise<void> {
    const manager = this.transactions.reader;
    for (let from = 0; from < requests.length; from += INSERTED_AT_ONCE)
      await manager.insert(ProvisioningRequestEntity, requests.slice(from, from + INSERTED_AT_ONCE));
    await manager.query(
      `DELETE FROM provisioning_requests WHERE id IN (
         SELECT id FROM provisioning_requests WHERE id IN (
           SELECT id FROM (
             SELECT id, row_number() OVER (PARTITION BY key_id, failed ORDER BY id DESC) AS place FROM provisioning_requests
           ) AS placed WHERE place > $1
         ) ORDER BY id FOR UPDATE SKIP LOCKED)`,
      [KEPT_REQUESTS],
    );
  }

  /** The newest first. */
  async list({ before, failedOnly, limit }: RequestFilter): Promise<ShownRequest[]> {
    const query = this.transactions.reader
      .createQueryBuilder(ProvisioningRequestEntity, 'request')
      .where('request.createdAt > :oldest', { oldest: this.oldest() });
    if (before !== null) query.andWhere('request.id < :before', { before });
    if (failedOnly) query.andWhere('request.failed');
    const requests = await query.orderBy('request.id', 'DESC').limit(limit).getMany();
    const names = await this.apiKeys.namesOf([...new Set(requests.flatMap(({ keyId }) => keyId ?? []))]);
    return requests.map((request) => ({ request, keyName: names.get(request.keyId ?? 0) ?? null }));
  }

  /** Removes requests that were kept for seven days; there is personal data in them. */
  async sweep(): Promise<void> {
    await this.transactions.reader
      .createQueryBuilder()
      .delete()
      .from(ProvisioningRequestEntity)
      .where('createdAt <= :oldest', { oldest: this.oldest() })
      .execute();
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - KEPT_MS);
  }
}
