import { loadTemplate, type RenderedMail } from './mail-template.js';

const render = loadTemplate('reset-password');

/** What a mail that resets a password tells its reader. */
export interface ResetPasswordMail {
  readonly firstName: string;
  /** Where the account is. */
  readonly publicUrl: string;
  /** Where the password is set; good for 24 hours. */
  readonly link: string;
}

/** The mail with the link to a new password that somebody asked for. */
export function renderResetPasswordMail({ firstName, publicUrl, link }: ResetPasswordMail): RenderedMail {
  return render({ firstName, publicUrl, link });
}
