import type { BookedAgent } from '../client/book.js';
import type { TakenMail } from '../machine/machine.js';
import type { Finding } from './agents.js';
import { grouped } from './grouped.js';

/**
 * Compares the welcome mails that were promised with those that the mail server took. A mail may be taken twice; both then have one
 * Message-ID. A deleted agent may have got none.
 */
export function compareMails(booked: readonly BookedAgent[], taken: readonly TakenMail[]): Finding[] {
  const byRecipient = grouped(taken, ({ recipient }) => recipient);
  return booked
    .filter(({ welcome }) => welcome)
    .flatMap(({ id, email, deleted }): Finding[] => {
      const ids = new Set((byRecipient.get(email ?? '') ?? []).map(({ messageId }) => messageId));
      const detail = `agent ${id ?? ''}, ${email ?? ''}: ${[...ids].join(' ')}`;
      if (ids.size === 0 && !deleted) return [{ wrong: 'a welcome mail never sent', detail }];
      return ids.size > 1 ? [{ wrong: 'a welcome mail with two Message-IDs', detail }] : [];
    });
}
