import { PermanentFailure } from '@rollcall/jobs';

/** nodemailer's description of a reply that refused something. */
interface Refusal {
  readonly responseCode: number;
  /** What the reply was to: `RCPT TO`, `DATA`, `MAIL FROM`, `AUTH PLAIN`, `EHLO` and so on. */
  readonly command: string;
  /** The reply as the server sent it, a line for each of its lines. */
  readonly response: string;
}

/** Replies that speak of the session, whatever they are to: a bad sequence of commands, and authentication (RFC 4954). */
const OF_THE_SESSION = new Set([503, 530, 534, 535, 538]);

/**
 * Enhanced status codes (RFC 3463) about us: our sender's address (X.1.7, X.1.8) or our rights there (X.7.z), as
 * "Relay access denied". Some servers delay such refusals until `RCPT TO`.
 */
const OF_US = /^\d{3}[ -]5\.(?:1\.[78]|7\.\d{1,3})\s/;

/** A password's token in a link, however a server that quotes the link has encoded it. */
const TOKEN = /(token(?:=|%3D|&#x3D;)(?:3D)?)[^\s<>"']*/gi;

/**
 * What to keep and to log when a mail could not be sent, in one line and without the token of a link that the server quotes:
 * a {@link PermanentFailure} when the server refused this mail for good, otherwise an error that calls for another attempt.
 */
export function smtpFailure(error: unknown): Error {
  if (isRefusal(error) && isForGood(error))
    return new PermanentFailure(`The mail server refused the mail for good: ${withoutSecrets(error.response)}`);
  return new Error(withoutSecrets(error instanceof Error ? error.message : String(error)));
}

/**
 * Whether a reply means that this mail will never be taken: 5yz (RFC 5321, section 4.2.1) to its recipient or its content.
 * What may come from how we are set up, as the sender's address, a login or the right to relay, fails every mail and works
 * once it is mended: that is tried again.
 */
function isForGood({ responseCode, command, response }: Refusal): boolean {
  if (responseCode < 500 || responseCode > 599 || OF_THE_SESSION.has(responseCode)) return false;
  return command === 'DATA' || (command === 'RCPT TO' && !OF_US.test(response));
}

function isRefusal(error: unknown): error is Error & Refusal {
  return (
    error instanceof Error &&
    'responseCode' in error &&
    typeof error.responseCode === 'number' &&
    'command' in error &&
    typeof error.command === 'string' &&
    'response' in error &&
    typeof error.response === 'string'
  );
}

function withoutSecrets(words: string): string {
  return words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(TOKEN, '$1…');
}
