import { createHash } from 'node:crypto';

/** The hash that stands before the first entry of the chain. */
export const CHAIN_START = Buffer.alloc(32);

/** The columns of an entry that are sealed, besides the times of its seal. */
const SEALED_COLUMNS = [
  'id',
  'activity_type',
  'activity_description',
  'actor_id',
  'key_id',
  'target_model_type',
  'target_model_id',
  'target_model_uuid',
  'ip',
  'request_id',
];

/**
 * An SQL expression for the SHA-256 of a row of `activity_log` as it is stored. The times of its seal are expressions
 * too. The database computes it, because its text form of a value is complete, and because thousands of entries of
 * any size can be sealed and verified that way. Null values are left out, so that a new column leaves the hashes as
 * they are.
 */
export function entryDigest(sealedAfter: string, sealedAt: string): string {
  const times = { created_at: 'created_at', sealed_after: sealedAfter, sealed_at: sealedAt };
  const fields = [
    ...SEALED_COLUMNS.map((name) => `'${name}', ${name}`),
    ...Object.entries(times).map(([name, time]) => `'${name}', ${time} AT TIME ZONE 'UTC'`),
    // As text, since a change to null is not the same as no changes.
    `'changes', changes::text`,
  ];
  return `sha256(convert_to(jsonb_strip_nulls(jsonb_build_object(${fields.join(', ')}))::text, 'UTF8'))`;
}

/** The SHA-256 of the previous entry's hash and this entry's digest. */
export function chainHash(previous: Buffer, digest: Buffer): Buffer {
  return createHash('sha256').update(previous).update(digest).digest();
}
