import { setTimeout } from 'node:timers/promises';

import type { Setting } from '../client/operations.js';
import type { Machine } from '../machine/machine.js';
import type { SmtpMode } from '../machine/smtp-server.js';
import type { Recovery } from '../tally.js';
import type { Fault, PartName } from './plan.js';
import { untilChanged } from './recovery.js';

/** Until its end, a mail that is cut off within DATA has sent more than its envelope. */
const WITHIN_DATA_BYTES = 900;

/**
 * Makes a fault, and calls it off when its time is over. Returns once everything runs as before and a change was done, however long
 * that takes.
 */
export async function makeFault(machine: Machine, setting: Setting, fault: Fault): Promise<Recovery> {
  const began = performance.now();
  const undo = await begin(machine, fault);
  const answered = untilChanged(setting, began);
  await setTimeout(fault.lastsMs);
  await undo();
  return { kind: fault.kind, lastedMs: performance.now() - began, answeredMs: await answered };
}

/** Returns what calls it off. */
async function begin(machine: Machine, { kind, parts }: Fault): Promise<() => Promise<void>> {
  const { stripe, disk, postgres, mailConnections } = machine;
  const trouble = (how: 429 | 500 | 'silence') => {
    stripe.tell({ trouble: how });
    return () => {
      stripe.tell({ trouble: null });
      return Promise.resolve();
    };
  };
  switch (kind) {
    case 'kill -9 of an api':
    case 'kill -9 of a worker':
    case 'kill -9 of PostgreSQL':
    case 'kill -9 of two at once':
    case 'kill -9 of Redis, its log kept':
      return kill(machine, parts);
    case 'kill -9 of Redis, its log lost': {
      const start = await kill(machine, parts);
      await machine.redis?.forget();
      return start;
    }
    case 'stop of an api':
    case 'stop of a worker':
    case 'stop of PostgreSQL':
    case 'stop of Redis':
      return stop(machine, parts);
    case 'mail server refuses':
      return mailServer(machine, 'refuses');
    case 'mail server hangs':
      return mailServer(machine, 'hangs');
    case 'mail server takes and dies':
      return takeAndDie(machine);
    case 'mail server cut within DATA':
      for (const proxy of mailConnections) proxy.cutAfter(WITHIN_DATA_BYTES);
      return () => {
        for (const proxy of mailConnections) proxy.heal();
        return Promise.resolve();
      };
    case 'Stripe answers 429':
      return trouble(429);
    case 'Stripe answers 500':
      return trouble(500);
    case 'Stripe is silent':
      return trouble('silence');
    case 'connections cut':
      return connections(machine, parts, 'cut');
    case 'connections silent':
      return connections(machine, parts, 'silence');
    case 'disk of PostgreSQL full':
      postgres.allowEnd(true);
      await disk?.fill();
      return async () => {
        await disk?.free();
        await postgres.untilAnswering();
        postgres.allowEnd(false);
      };
  }
}

async function kill(machine: Machine, names: readonly PartName[]): Promise<() => Promise<void>> {
  const parts = names.flatMap((name) => machine.parts.get(name) ?? []);
  await Promise.all(parts.map((part) => part.kill()));
  return async () => {
    await Promise.all(parts.map((part) => part.start()));
  };
}

function stop(machine: Machine, names: readonly PartName[]): () => Promise<void> {
  const parts = names.flatMap((name) => machine.parts.get(name) ?? []);
  close(machine, names);
  for (const part of parts) part.pause();
  return () => {
    for (const part of parts) part.resume();
    open(machine, names);
    return Promise.resolve();
  };
}

function connections(machine: Machine, names: readonly PartName[], how: 'cut' | 'silence'): () => Promise<void> {
  const proxies = names.flatMap((name) => machine.connections.get(name) ?? []);
  close(machine, names);
  for (const proxy of proxies) proxy[how]();
  return () => {
    for (const proxy of proxies) proxy.heal();
    open(machine, names);
    return Promise.resolve();
  };
}

function mailServer(machine: Machine, mode: SmtpMode): () => Promise<void> {
  machine.mailServer.tell(mode);
  return async () => {
    // Mails that hang are forgotten with the process.
    await machine.mailServer.kill();
    await machine.mailServer.start();
  };
}

/** The mail server ends with the next mail. If none comes, it is killed without one. */
function takeAndDie({ mailServer: part }: Machine): () => Promise<void> {
  part.expectEnd();
  part.tell('takes and dies');
  return async () => {
    await part.kill();
    await part.start();
  };
}

/** What cannot answer is not expected to. */
function close({ doors }: Machine, names: readonly string[]): void {
  for (const door of doors) if (names.includes(door.name)) door.openSince = Infinity;
}

function open({ doors }: Machine, names: readonly string[]): void {
  for (const door of doors) if (names.includes(door.name)) door.openSince = performance.now();
}
