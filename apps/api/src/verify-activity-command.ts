import { parseArgs } from 'node:util';

import { type ChainHead, verifyChain } from '@rollcall/activity';
import type { DataSource } from 'typeorm';

export const VERIFY_USAGE = `Usage:
  npm run verify-activity                                finds entries of the activity log that were altered, removed or inserted
  npm run verify-activity -- --head <position>:<hash>    also finds out whether the chain still contains the head that an earlier run printed`;

const HEAD = /^(\d{1,15}):([\da-f]{64})$/i;

/** Further findings are counted and not printed. */
const MAX_PRINTED = 1_000;

/**
 * Reads the head from the parameters of a command line: null if there is none, undefined if they cannot be understood.
 */
export function parseKeptHead(parameters: readonly string[]): ChainHead | null | undefined {
  try {
    const { head } = parseArgs({ args: [...parameters], options: { head: { type: 'string' } } }).values;
    if (head === undefined) return null;
    const [, position, hash] = HEAD.exec(head) ?? [];
    return position && hash ? { position: Number(position), hash: hash.toLowerCase() } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Verifies the chain of the activity log as it is at one moment, and passes each line of the report to `print`.
 * @returns whether the log is whole
 */
export async function verifyActivity(
  dataSource: DataSource,
  expected: ChainHead | null,
  print: (line: string) => void,
): Promise<boolean> {
  let printed = 0;
  const { head, waiting, findings } = await dataSource.transaction('REPEATABLE READ', (manager) =>
    verifyChain(manager, expected, (finding) => {
      if (printed++ < MAX_PRINTED) print(finding);
    }),
  );
  if (findings > MAX_PRINTED) print(`and ${findings - MAX_PRINTED} more`);
  const verdict =
    findings === 0 ? 'The activity log is whole.' : `The activity log is not whole. Findings: ${findings}.`;
  print(`${verdict} Entries sealed: ${head.position}, not sealed yet: ${waiting}.`);
  print(`Head ${head.position}:${head.hash}; store it on another machine and pass it to a later run as --head.`);
  return findings === 0;
}
