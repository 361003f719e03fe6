import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AgentContact, AgentMails } from '@rollcall/agents';
import { PasswordTokens } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { type Transaction, Transactions } from '@rollcall/database';
import type { JobRun } from '@rollcall/jobs';
import { MAIL_CATALOGUE, type MailEntity, MailsRepository } from '@rollcall/mail';
import { MailTransport, type RenderedMail, renderMail, stableMessageId } from '@rollcall/mail/delivery';

/** Sends queued mails to agents, whatever they are about, and keeps what became of them. */
@Injectable()
export class MailSender {
  private readonly logger = new Logger(MailSender.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly mails: MailsRepository,
    private readonly agents: AgentMails,
    private readonly tokens: PasswordTokens,
    private readonly transport: MailTransport,
  ) {}

  /**
   * Sends the mail, unless it was sent already or the agent must not get it. When the worker dies before it has
   * stored that it sent the mail, the mail is sent again with the same Message-ID.
   * @throws PermanentFailure when the mail server refuses it for good
   */
  async send(mailId: number, run: JobRun): Promise<void> {
    try {
      const attempt = await this.transactions.run((tx) => this.begin(tx, mailId));
      if (!attempt) return;
      await this.transport.send({ ...attempt, messageId: stableMessageId(run.id, this.config.http.publicUrl) });
    } catch (error) {
      await this.mails.recordError(mailId, error instanceof Error ? error.message : String(error));
      throw error;
    }
    await this.mails.markSent(mailId);
    this.logger.log({ mailId }, 'A mail was sent');
  }

  /** Stores that the mail failed for good. A mail that was dropped before keeps the reason for that. */
  async giveUp(mailId: number, error: string): Promise<void> {
    await this.mails.markFailed(this.transactions.reader, { id: mailId, status: 'queued' }, error);
  }

  /**
   * Counts an attempt and returns what to send where; null when there is nothing to send. If the agent was disabled
   * before this, nothing is sent, even if it is enabled again at once. If it is disabled after this, the link in the
   * mail is void.
   */
  private async begin(tx: Transaction, mailId: number): Promise<(RenderedMail & { readonly to: string }) | null> {
    const mail = await this.mails.findById(tx.manager, mailId);
    if (!mail || mail.status === 'sent') return null;
    const { template, agentId } = mail;
    const agent = await this.agents.lockContact(tx, agentId);
    const to = agent && addressFor(mail, agent);
    if (!to) {
      const reason = whyUnreachable(agent);
      await this.mails.markFailed(tx.manager, mail, reason);
      this.logger.log({ mailId, template, agentId, reason }, 'A mail is not sent');
      return null;
    }
    if (!(await this.mails.recordAttempt(tx.manager, mail, to))) return null;
    return { ...(await this.render(tx, mail, agent)), to };
  }

  private async render(
    tx: Transaction,
    { template, createdAt }: MailEntity,
    { id, firstName }: AgentContact,
  ): Promise<RenderedMail> {
    return renderMail(template, {
      firstName,
      publicUrl: this.config.http.publicUrl,
      at: createdAt,
      ...(MAIL_CATALOGUE[template].hasLink ? { link: await this.newLink(tx, id) } : {}),
    });
  }

  /**
   * The token is stored before the mail leaves, so that no link arrives before it is valid. It stands behind the `#`, which a
   * browser sends to nobody.
   */
  private async newLink({ manager, now }: Transaction, agentId: number): Promise<string> {
    return `${this.config.http.publicUrl}/console/set-password#token=${await this.tokens.issue(manager, agentId, now)}`;
  }
}

/**
 * A link goes only to the current address of an enabled agent. The notice of a changed password goes to the address
 * it was promised to, since the person who changed the password may have changed the address too.
 */
function addressFor({ template, recipient }: MailEntity, { enabled, email }: AgentContact): string | null {
  if (!MAIL_CATALOGUE[template].hasLink) return recipient;
  return enabled ? email : null;
}

function whyUnreachable(agent: AgentContact | null): string {
  if (!agent) return 'The agent was deleted before the mail could be sent';
  return agent.enabled ? 'The agent has no e-mail address' : 'The agent is disabled; enable it and send a fresh mail';
}
