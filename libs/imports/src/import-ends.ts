import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';
import { type EventActor, Events } from '@rollcall/events';

import type { AgentImportEntity } from './agent-import.entity.js';
import { ImportsRepository } from './imports.repository.js';

/** Ends imports, and tells of it. */
@Injectable()
export class ImportEnds {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly events: Events,
  ) {}

  /** Ends an import that is waiting or running, and returns whether it was. It waits for the batch under way. */
  async end(
    tx: Transaction,
    actor: EventActor,
    id: number,
    end: Pick<AgentImportEntity, 'status' | 'problem'>,
  ): Promise<boolean> {
    const ended = await this.imports.end(tx.manager, id, { ...end, endedAt: tx.now });
    const found = ended ? await this.imports.find(tx.manager, id) : null;
    if (found)
      await this.events.record(tx, actor, {
        type: 'import.finished',
        subject: { type: 'import', id },
        changes: {
          status: { before: found.startedAt ? 'running' : 'waiting', after: found.status },
          problem: { before: null, after: found.problem },
          dry_run: { before: null, after: found.dryRun },
          created: { before: 0, after: found.created },
          updated: { before: 0, after: found.updated },
          skipped: { before: 0, after: found.skipped },
          failed: { before: 0, after: found.failed },
        },
      });
    return ended;
  }
}
