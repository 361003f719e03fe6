import { Brackets, type EntityManager, IsNull, Not } from 'typeorm';

import { ActivityChainEntity } from './activity-chain.entity.js';
import { ActivityEntity } from './activity.entity.js';
import { CHAIN_START, chainHash, entryDigest } from './chain-hash.js';

/** How many positions are read at a time. */
const PAGE = 1_000;

/** Entries are sealed within seconds. One that has waited for this long was left out, or no worker is running. */
const MAX_WAIT = "interval '10 minutes'";

/** How much later than its time an entry may be sealed: the longest transaction, and the difference of clocks. */
const MAX_LATE = "interval '1 hour'";

/**
 * How much earlier than its time an entry may be sealed: the writer's clock may be ahead of the database's clock, and
 * the database's clock may be set back by as much.
 */
const MAX_SKEW_MS = 5 * 60_000;

/** A place in the chain, with the hash that it had at some time, in hexadecimal. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
}

/** The result of verifying the whole log. */
export interface ChainVerification {
  /** Where the chain ends; to be kept elsewhere. */
  readonly head: ChainHead;
  /** Entries that were not sealed yet. */
  readonly waiting: number;
  /** How many things are wrong. */
  readonly findings: number;
}

/** A sealed entry as it is read back. */
interface SealedEntry {
  readonly id: number;
  readonly position: number;
  readonly hash: Buffer | null;
  readonly digest: Buffer;
  readonly sealed_after: Date | null;
  /** What is wrong with the time of the entry, if anything. */
  readonly untimely: string | null;
}

const SEALED = `SELECT id, chain_position AS position, chain_hash AS hash,
    ${entryDigest('sealed_after', 'sealed_at')} AS digest, sealed_after,
    CASE WHEN created_at > sealed_at + interval '${MAX_SKEW_MS} ms' THEN format('%s, but was sealed at %s', created_at, sealed_at)
      WHEN created_at < sealed_after - ${MAX_LATE}
      THEN format('%s, but all of that time was sealed at %s', created_at, sealed_after) END AS untimely
  FROM activity_log WHERE chain_position BETWEEN $1 AND $2 ORDER BY chain_position, id LIMIT $3`;

/**
 * Follows the chain from its first entry to its end. Calls `report` with a sentence for each entry that was altered,
 * removed or inserted since it was sealed, or whose time cannot be right. With a head that was kept elsewhere it also
 * finds a chain that was made anew or cut off. The manager must be that of a transaction in which everything is read
 * as of one moment.
 */
export async function verifyChain(
  manager: EntityManager,
  kept: ChainHead | null,
  report: (finding: string) => void,
): Promise<ChainVerification> {
  let findings = 0;
  const find = (finding: string) => {
    findings++;
    report(finding);
  };
  const noted = await manager.findOneBy(ActivityChainEntity, {});
  if (!noted) find('removed: the row of activity_chain, which notes where the chain ends, is gone');
  const { headPosition, headHash } = noted ?? (await lastSealed(manager));
  const head = { position: headPosition, hash: headHash.toString('hex') };
  const walk = new ChainWalk(find, kept);
  for await (const entry of sealedEntries(manager, headPosition)) walk.take(entry);
  walk.end(head);
  await findOutsiders(manager, headPosition, find);
  await findForgotten(manager, find);
  return { head, waiting: await manager.countBy(ActivityEntity, { chainPosition: IsNull() }), findings };
}

/** Where the chain seems to end. */
async function lastSealed(manager: EntityManager): Promise<Pick<ActivityChainEntity, 'headPosition' | 'headHash'>> {
  const last = await manager.findOne(ActivityEntity, {
    select: { id: true, chainPosition: true, chainHash: true },
    where: { chainPosition: Not(IsNull()) },
    order: { chainPosition: 'DESC' },
  });
  return { headPosition: last?.chainPosition ?? 0, headHash: last?.chainHash ?? CHAIN_START };
}

/** Compares one sealed entry after the other with what was sealed. */
class ChainWalk {
  private position = 0;
  private hash: Buffer | null = CHAIN_START;
  private sealedAfter: Date | null = null;
  private metKept: boolean;

  constructor(
    private readonly find: (finding: string) => void,
    private readonly kept: ChainHead | null,
  ) {
    this.metKept = kept === null || (kept.position === 0 && kept.hash === CHAIN_START.toString('hex'));
  }

  /** The next entry by position. */
  take(entry: SealedEntry): void {
    const { id, position, hash } = entry;
    if (position === this.position) {
      this.find(`inserted: entry ${id} is at position ${position}, where there is another`);
      return;
    }
    this.missUntil(position);
    const stored = hash ?? CHAIN_START;
    if (this.hash && !chainHash(this.hash, entry.digest).equals(stored))
      this.find(`altered or inserted: entry ${id} at position ${position} is not what was sealed there`);
    else if (position > (this.kept?.position ?? 0)) this.checkTime(entry);
    if (this.kept?.position === position && this.kept.hash === stored.toString('hex')) this.metKept = true;
    this.position = position;
    this.hash = stored;
    this.sealedAfter = entry.sealed_after;
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

  /** When the entry before is missing, the hash that this entry was sealed with is unknown, so its own hash is trusted. */
  private missUntil(position: number): void {
    const first = this.position + 1;
    if (position <= first) return;
    const last = position - 1;
    this.find(`removed: ${first === last ? `position ${first} is` : `positions ${first} to ${last} are`} empty`);
    this.hash = null;
  }

  private checkTime({ id, position, sealed_after: sealedAfter, untimely }: SealedEntry): void {
    if (untimely !== null)
      this.find(`inserted, or by a wrong clock: entry ${id} at position ${position} is said to be of ${untimely}`);
    if (Number(sealedAfter) < Number(this.sealedAfter) - MAX_SKEW_MS)
      this.find(
        `altered, or by a wrong clock: before position ${position} the time at which all had been sealed was set back`,
      );
  }
}

/** The entries of the chain in the order of their positions, and by id where somebody used a position twice. */
async function* sealedEntries(manager: EntityManager, headPosition: number): AsyncGenerator<SealedEntry> {
  const read = (first: number, last: number, limit: number | null) =>
    manager.query<SealedEntry[]>(SEALED, [first, last, limit]);
  let first = 1;
  while (first <= headPosition) {
    const last = Math.min(first + PAGE - 1, headPosition);
    const page = await read(first, last, null);
    yield* page;
    first = last + 1;
    if (page.length > 0) continue;
    // A gap is skipped in one step, however large it is.
    const [next] = await read(first, headPosition, 1);
    first = next?.position ?? headPosition + 1;
  }
}

/** Entries at positions that the chain does not have. */
async function findOutsiders(
  manager: EntityManager,
  headPosition: number,
  find: (finding: string) => void,
): Promise<void> {
  const outsiders = await manager
    .createQueryBuilder(ActivityEntity, 'entry')
    .select(['entry.id', 'entry.chainPosition'])
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
async function findForgotten(manager: EntityManager, find: (finding: string) => void): Promise<void> {
  const forgotten = await manager.query<{ id: number; time: string }[]>(
    `SELECT id, created_at::text AS time FROM activity_log
     WHERE chain_position IS NULL AND created_at < now() - ${MAX_WAIT} ORDER BY id LIMIT ${PAGE}`,
  );
  for (const { id, time } of forgotten)
    find(`inserted, or no worker is running: entry ${id} of ${time} is not sealed yet`);
}
