/**
 * SQL for the id of the agent that has a mailbox, in parentheses; of none if nobody has it.
 * @param key SQL for the key of the mailbox, see `emailKey`
 */
export function agentOfMailbox(key: string): string {
  return `(SELECT mailbox.id FROM agents mailbox WHERE mailbox.email_key = ${key} AND mailbox.deleted_at IS NULL)`;
}
