import { loadTemplate, type RenderedMail } from './mail-template.js';

const render = loadTemplate('password-changed');

/** What a mail about a changed password tells its reader. */
export interface PasswordChangedMail {
  readonly firstName: string;
  /** Where the account is. */
  readonly publicUrl: string;
  readonly changedAt: Date;
}

/** As `21 November 2026 at 23:32 UTC`: nobody told us where the reader is. */
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** The mail that tells an agent that its password was changed, and what to do if it was somebody else. */
export function renderPasswordChangedMail({ firstName, publicUrl, changedAt }: PasswordChangedMail): RenderedMail {
  return render({ firstName, publicUrl, changedAt: `${MOMENT.format(changedAt)} UTC` });
}
