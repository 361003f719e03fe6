import { Injectable } from '@nestjs/common';
import { escapeLike, PLANNED_FOR_VALUES, Transactions } from '@rollcall/database';
import type { Page, PageRequest } from '@rollcall/kernel';
import type { SelectQueryBuilder } from 'typeorm';

import { type ActivityCondition, type ActivityField, sqlOf } from './activity-condition.js';
import { ActivityChainEntity } from './activity-chain.entity.js';
import { ACTIVITY_TARGETS, ActivityEntity, type ActivityTarget, type ActivityType } from './activity.entity.js';

/** Which entries a list shows. A filter that is left out excludes nothing. */
export interface ActivityFilter {
  readonly type?: ActivityType;
  readonly actorId?: number;
  readonly targetType?: ActivityTarget;
  readonly targetId?: number;
  readonly targetUuid?: string;
  /** The first moment and the last. */
  readonly from?: Date;
  readonly to?: Date;
  /** A part of what the entry says, in any case. */
  readonly search?: string;
  readonly condition?: ActivityCondition;
}

/** The field that a list is ordered by. Entries without a value come last. */
export interface ActivityOrder {
  readonly by: ActivityField;
  readonly direction: 'ASC' | 'DESC';
}

/** How far the entries are sealed into their chain. Whether it is whole, `verifyChain` finds out. */
export interface ChainState {
  /** How many entries are sealed. */
  readonly sealed: number;
  /** How many are not sealed yet; MOST_COUNTED stands for that many or more. */
  readonly unsealed: number;
  /** The last time at which every entry was sealed; null before the first such time. */
  readonly caughtUpAt: Date | null;
}

/** How often somebody signed in on one day, or failed to. */
export interface SignInDay {
  /** In UTC, `2026-11-28`. */
  readonly day: string;
  readonly succeeded: number;
  readonly failed: number;
}

const MOST_COUNTED = 1_000;

/** Reads the activity log. */
@Injectable()
export class ActivityLogReader {
  constructor(private readonly transactions: Transactions) {}

  /**
   * A page of the entries. Entries with the same value are ordered by time, and those of one moment by id. Of the
   * entries before the page, only the index is read.
   */
  async page(
    filter: ActivityFilter,
    { page, pageSize }: PageRequest,
    { by, direction }: ActivityOrder,
  ): Promise<Page<ActivityEntity>> {
    const inOrder = (query: SelectQueryBuilder<ActivityEntity>, nulls?: 'NULLS LAST') =>
      (by === 'createdAt' ? query : query.orderBy(`entry.${by}`, direction, nulls))
        .addOrderBy('entry.createdAt', direction)
        .addOrderBy('entry.id', direction);
    const offset = (page - 1) * pageSize;
    const matching = this.matching(filter);
    const ids = () => inOrder(matching.clone().select('entry.id', 'id'));
    // An index that is read backwards returns the empty values first.
    const emptyFirst = direction === 'DESC' && (by === 'actorId' || by === 'ip');
    const ofPage = emptyFirst
      ? `SELECT id FROM (${['IS NOT NULL', 'IS NULL']
          .map((test) =>
            ids()
              .andWhere(`entry.${by} ${test}`)
              .limit(offset + pageSize),
          )
          .map((part) => `(${part.getQuery()})`)
          .join(' UNION ALL ')}) AS parts OFFSET ${offset} LIMIT ${pageSize}`
      : ids().offset(offset).limit(pageSize).getQuery();
    const [items, total] = await Promise.all([
      inOrder(this.entries().where(`entry.id IN (${ofPage})`), 'NULLS LAST')
        .setParameters(matching.getParameters())
        .comment(PLANNED_FOR_VALUES)
        .getMany(),
      matching.getCount(),
    ]);
    return { items, total };
  }

  /** In two statements, of one row and of the index of what is not sealed. */
  async chain(): Promise<ChainState> {
    const { reader } = this.transactions;
    const unsealed = reader
      .createQueryBuilder(ActivityEntity, 'entry')
      .select('1')
      .where('entry.chainPosition IS NULL')
      .limit(MOST_COUNTED);
    const [{ headPosition, caughtUpAt }, rows] = await Promise.all([
      reader.findOneByOrFail(ActivityChainEntity, {}),
      unsealed.getRawMany(),
    ]);
    return { sealed: headPosition, unsealed: rows.length, caughtUpAt };
  }

  /** The sign-ins since then; a day without any is left out. Read from the index of types alone. */
  async signInsByDay(since: Date): Promise<SignInDay[]> {
    return this.transactions.reader.query(
      `SELECT count(*) FILTER (WHERE activity_type = 'agent_login') AS succeeded,
         count(*) FILTER (WHERE activity_type = 'login_failed') AS failed,
         to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
       FROM activity_log WHERE activity_type IN ('agent_login', 'login_failed') AND created_at >= $1 GROUP BY day ORDER BY day`,
      [since],
    );
  }

  private matching({ type, actorId, targetType, targetId, targetUuid, from, to, search, condition }: ActivityFilter) {
    const query = this.entries().comment(PLANNED_FOR_VALUES);
    if (type !== undefined) query.andWhere('entry.type = :type', { type });
    if (actorId !== undefined) query.andWhere('entry.actorId = :actorId', { actorId });
    if (targetType !== undefined) query.andWhere('entry.targetType = :targetType', { targetType });
    // The index begins with the type: without one, the statement looks for the id under each type.
    else if (targetId !== undefined)
      query.andWhere('entry.targetType = ANY (:targets)', { targets: [...ACTIVITY_TARGETS] });
    if (targetId !== undefined) query.andWhere('entry.targetId = :targetId', { targetId });
    if (targetUuid !== undefined) query.andWhere('entry.targetUuid = :targetUuid', { targetUuid });
    if (from !== undefined) query.andWhere('entry.createdAt >= :from', { from });
    if (to !== undefined) query.andWhere('entry.createdAt <= :to', { to });
    // The index has the sealed entries. The others, few where a worker runs, are read one by one.
    if (search !== undefined)
      query.andWhere(
        `(entry.description ILIKE :search AND entry.chainPosition IS NOT NULL
          OR entry.description ILIKE :search AND entry.chainPosition IS NULL)`,
        { search: `%${escapeLike(search.normalize('NFC'))}%` },
      );
    if (condition !== undefined) query.andWhere(...sqlOf(condition));
    return query;
  }

  private entries(): SelectQueryBuilder<ActivityEntity> {
    return this.transactions.reader.createQueryBuilder(ActivityEntity, 'entry');
  }
}
