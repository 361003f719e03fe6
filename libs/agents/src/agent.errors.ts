import type { Actor } from '@rollcall/auth';
import { DomainError, normalizeEmail } from '@rollcall/kernel';

/** @throws DomainError `agent_not_found` */
export function agentNotFound(id: number): never {
  throw new DomainError('agent_not_found', `There is no agent ${id}`);
}

/** The refusal by a rule. @throws any other error */
export function refusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}

/** @throws DomainError `agent_protected` when the actor is the agent itself */
export function assertNotSelf(actor: Actor, id: number, act: string): void {
  if (actor.agentId === id)
    throw new DomainError('agent_protected', `You cannot ${act} yourself; ask another administrator`);
}

/** The error for the mailbox of another agent, compared as `emailKey` says. */
export function emailTakenError(email: string): DomainError {
  return new DomainError('email_taken', `There is an agent with the email ${normalizeEmail(email)} already`);
}
