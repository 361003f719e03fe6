import { Injectable, type StreamableFile } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { type BulkChangeEntity, BulkChanges } from '@rollcall/imports';
import { Clock } from '@rollcall/kernel';

import { DEFAULT_PAGE_SIZE } from '../page.js';
import { ProgressStreams } from '../progress/progress-streams.service.js';
import { type BulkChangeBody, changeIn, targetIn } from './bulk-change.body.js';
import { BulkChangeDto, BulkResultsDto, type BulkResultsQuery } from './bulk-change.dto.js';

/** Bulk changes as this window shows them. */
@Injectable()
export class BulkChangesPresenter {
  constructor(
    private readonly changes: BulkChanges,
    private readonly streams: ProgressStreams,
    private readonly clock: Clock,
  ) {}

  async start(actor: Actor, body: BulkChangeBody): Promise<BulkChangeDto> {
    return this.shown(await this.changes.start(actor, targetIn(body), changeIn(body)));
  }

  async list(): Promise<BulkChangeDto[]> {
    return (await this.changes.list()).map((one) => this.shown(one));
  }

  async get(id: number): Promise<BulkChangeDto> {
    return this.shown(await this.changes.get(id));
  }

  async cancel(id: number): Promise<BulkChangeDto> {
    return this.shown(await this.changes.cancel(id));
  }

  async results(
    id: number,
    { status, after = 0, limit = DEFAULT_PAGE_SIZE }: BulkResultsQuery,
  ): Promise<BulkResultsDto> {
    return new BulkResultsDto(await this.changes.results(id, { status, after, limit: limit + 1 }), limit);
  }

  async events(id: number): Promise<StreamableFile> {
    return this.streams.stream(() => this.get(id));
  }

  private shown(one: BulkChangeEntity): BulkChangeDto {
    return new BulkChangeDto(one, this.clock.now());
  }
}
