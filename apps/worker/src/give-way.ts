import { constants, getPriority, setPriority } from 'node:os';

const { PRIORITY_BELOW_NORMAL } = constants.priority;

/**
 * Lets what somebody waits for go first on this machine: from now on the worker has the time that other processes leave, which is all
 * of it where it is alone. An operator may have chosen a lower priority still.
 */
export function giveWay(): void {
  if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);
}
