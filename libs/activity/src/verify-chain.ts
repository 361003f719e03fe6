import { Brackets, type EntityManager, IsNull, LessThan, type SelectQueryBuilder } from 'typeorm';

import { ActivityChainEntity } from './activity-chain.entity.js';
import { ActivityEntity } from './activity.entity.js';
import { CHAIN_START, chainHash } from './chain-hash.js';

/** How many positions are read at a time. */
const PAGE = 1_000;

/** Entries are sealed within seconds; one that has waited for this long was passed over, or nobody seals. */
const MAX_WAIT_MS = 10 * 60_000;

/** Beyond what a transaction may take and clocks may differ, an entry was not written when it says. */
const MAX_LATE_MS = 60 * 60_000;

/** A place in the chain with the hash that it had at some time, in hexadecimal. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
}

/** What a look at the whole log has found. */
export interface ChainVerification {
  /** Where the chain ends; to be kept elsewhere. */
  readonly head: ChainHead;
  /** Entries that were not sealed yet. */
  readonly waiting: number;
  /** How many things are wrong. */
  readonly findings: number;
}

/**
 * Follows the chain from its first entry to its end and tells `report` a sentence for each entry that was altered, removed or
 * inserted since it was sealed. A head that was kept elsewhere shows in addition a chain that was made anew or cut off.
 * The manager must be that of a transaction in which everything is read as of one moment, `now`.
 */
export async function verifyChain(
  manager: EntityManager,
  now: Date,
  kept: ChainHead | null,
  report: (finding: string) => void,
): Promise<ChainVerification> {
  const { headPosition, headHash } = await manager.findOneByOrFail(ActivityChainEntity, {});
  const head = { position: headPosition, hash: headHash.toString('hex') };
  let findings = 0;
  const find = (finding: string) => {
    findings++;
    report(finding);
  };
  const walk = new ChainWalk(find, kept);
  for await (const entry of sealedEntries(manager, headPosition)) walk.take(entry);
  walk.end(head);
  await findOutsiders(manager, headPosition, find);
  await findForgotten(manager, now, find);
  return { head, waiting: await manager.countBy(ActivityEntity, { chainPosition: IsNull() }), findings };
}

/** Compares one sealed entry after the other with what was sealed. */
class ChainWalk {
  private position = 0;
  private hash: Buffer | null = CHAIN_START;
  private latest = -Infinity;
  private metKept: boolean;

  constructor(
    private readonly find: (finding: string) => void,
    private readonly kept: ChainHead | null,
  ) {
    this.metKept = kept === null || (kept.position === 0 && kept.hash === CHAIN_START.toString('hex'));
  }

  /** The next entry by position. */
  take(entry: ActivityEntity): void {
    const position = entry.chainPosition ?? 0;
    if (position === this.position) {
      this.find(`inserted: entry ${entry.id} is at position ${position}, where there is another`);
      return;
    }
    this.missUntil(position);
    const stored = entry.chainHash ?? CHAIN_START;
    if (this.hash && !chainHash(this.hash, entry).equals(stored))
      this.find(`altered or inserted: entry ${entry.id} at position ${position} is not what was sealed there`);
    else this.checkTime(entry);
    if (this.kept?.position === position && this.kept.hash === stored.toString('hex')) this.metKept = true;
    this.position = position;
    this.hash = stored;
  }

  /** There is no further entry. */
  end({ position, hash }: ChainHead): void {
    this.missUntil(position + 1);
    if (this.hash && this.hash.toString('hex') !== hash)
      this.find(`altered: the chain does not end with the hash that was noted for its end at position ${position}`);
    if (this.kept && this.kept.position > position)
      this.find(`removed: the chain ends at position ${position}, and had come to ${this.kept.position}`);
    else if (!this.metKept)
      this.find(`altered: the chain has another hash at position ${this.kept?.position ?? 0} than it had`);
  }

  /** Without the entry before, what an entry was sealed with cannot be told; its own hash is taken on trust. */
  private missUntil(position: number): void {
    const first = this.position + 1;
    if (position <= first) return;
    const last = position - 1;
    this.find(`removed: ${first === last ? `position ${first} is` : `positions ${first} to ${last} are`} empty`);
    this.hash = null;
  }

  private checkTime({ id, createdAt, chainPosition }: ActivityEntity): void {
    const time = createdAt.getTime();
    if (time < this.latest - MAX_LATE_MS)
      this.find(
        `inserted: entry ${id} at position ${chainPosition ?? 0} is said to be of ${createdAt.toISOString()}, but was sealed behind entries of ${new Date(this.latest).toISOString()}`,
      );
    this.latest = Math.max(this.latest, time);
  }
}

/** The entries within the chain in the order of their positions; of one position, if somebody made it two, by id. */
async function* sealedEntries(manager: EntityManager, headPosition: number): AsyncGenerator<ActivityEntity> {
  let first = 1;
  while (first <= headPosition) {
    const last = Math.min(first + PAGE - 1, headPosition);
    const page = await positions(manager, first, last).getMany();
    yield* page;
    first = last + 1;
    if (page.length > 0) continue;
    // What is missing is passed over in one step, however much it is.
    const next = await positions(manager, first, headPosition).limit(1).getOne();
    first = next?.chainPosition ?? headPosition + 1;
  }
}

function positions(manager: EntityManager, first: number, last: number): SelectQueryBuilder<ActivityEntity> {
  return manager
    .createQueryBuilder(ActivityEntity, 'entry')
    .where('entry.chainPosition BETWEEN :first AND :last', { first, last })
    .orderBy({ 'entry.chainPosition': 'ASC', 'entry.id': 'ASC' });
}

/** Entries at positions that the chain does not have. */
async function findOutsiders(
  manager: EntityManager,
  headPosition: number,
  find: (finding: string) => void,
): Promise<void> {
  const outsiders = await manager
    .createQueryBuilder(ActivityEntity, 'entry')
    .where(
      new Brackets((where) =>
        where
          .where('entry.chainPosition > :headPosition', { headPosition })
          .orWhere('entry.chainPosition < 1')
          .orWhere('entry.chainPosition IS NULL AND entry.chainHash IS NOT NULL'),
      ),
    )
    .orderBy('entry.id')
    .limit(PAGE)
    .getMany();
  for (const { id, chainPosition } of outsiders)
    find(`inserted: entry ${id} is at position ${chainPosition ?? 'none'}, outside of the chain of ${headPosition}`);
}

/** Entries that should have been sealed long ago. */
async function findForgotten(manager: EntityManager, now: Date, find: (finding: string) => void): Promise<void> {
  const forgotten = await manager.find(ActivityEntity, {
    where: { chainPosition: IsNull(), createdAt: LessThan(new Date(now.getTime() - MAX_WAIT_MS)) },
    order: { id: 'ASC' },
    take: PAGE,
  });
  for (const { id, createdAt } of forgotten)
    find(`inserted, or no worker is running: entry ${id} of ${createdAt.toISOString()} is not sealed yet`);
}
