import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { CONFIG, type Config } from '@rollcall/config';
import { assertNoTransaction } from '@rollcall/database';
import { PermanentFailure } from '@rollcall/jobs';
import { inSpan, mails, type SpanDefinition } from '@rollcall/observability';
import { createTransport, type SMTPPoolOptions, type SMTPPoolSentMessageInfo, type Transporter } from 'nodemailer';

import type { RenderedMail } from './mail-template.js';
import { smtpFailure } from './smtp-failure.js';

/** How long the server may take to accept a connection, to greet, and to answer each command. */
const STEP_TIMEOUT_MS = 10_000;

/** How long a mail may take in all, however busily the server answers. */
const SEND_TIMEOUT_MS = 30_000;

export interface OutgoingMail extends RenderedMail {
  /** One address, taken as it is. */
  readonly to: string;
  /** With angle brackets; see {@link stableMessageId}. */
  readonly messageId: string;
}

/** Hands mails to the configured SMTP server, over connections that are kept for the next. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private readonly pool: Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;
  /** The server, and neither who gets the mail nor what it says. */
  private readonly span: SpanDefinition;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { hostname, protocol, port } = new URL(config.mail.smtpUrl);
    this.span = {
      kind: SpanKind.CLIENT,
      attributes: {
        'network.protocol.name': 'smtp',
        'server.address': hostname,
        'server.port': Number(port || (protocol === 'smtps:' ? 465 : 587)),
      },
    };
    this.pool = createTransport({
      url: config.mail.smtpUrl,
      pool: true,
      connectionTimeout: STEP_TIMEOUT_MS,
      greetingTimeout: STEP_TIMEOUT_MS,
      socketTimeout: STEP_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  onApplicationShutdown(): void {
    this.pool.close();
  }

  /**
   * Resolves once the server has taken the mail over. Rejects with the server's answer, or what went wrong: as
   * `PermanentFailure` when no other attempt is of any use.
   */
  async send(mail: OutgoingMail): Promise<void> {
    assertNoTransaction('A mail is sent');
    try {
      await inSpan('SMTP send', this.span, () => this.handOver(mail));
      mails.inc({ outcome: 'sent' });
    } catch (error) {
      const failure = smtpFailure(error);
      mails.inc({ outcome: failure instanceof PermanentFailure ? 'refused' : 'retried' });
      throw failure;
    }
  }

  private async handOver({ to, subject, html, text, messageId }: OutgoingMail): Promise<void> {
    await this.pool.sendMail({
      from: this.config.mail.from,
      // As an object it is never read as a list of several.
      to: { name: '', address: to },
      subject,
      html,
      text,
      messageId,
      // Keeps out-of-office replies away (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
  }
}

/**
 * The Message-ID (RFC 5322) of the mail of one job. A mail that is sent twice has the same, so that receivers can
 * recognise it.
 */
export function stableMessageId(jobId: string, publicUrl: string): string {
  return `<${jobId}@${new URL(publicUrl).hostname}>`;
}
