import type { Actor } from '@rollcall/auth';
import { DomainError } from '@rollcall/kernel';

/**
 * Who may change an agent: the agent itself, and anybody with `users:manage`. Nobody else learns whether there is such an agent.
 * @param id that of the agent, null where there is none
 * @throws DomainError `permission_missing`
 */
export function assertMayChange(
  { agentId, permissions }: Pick<Actor, 'agentId' | 'permissions'>,
  id: number | null,
): void {
  if (agentId !== id && !permissions.has('users:manage'))
    throw new DomainError('permission_missing', 'Changing another agent takes the permission users:manage');
}
