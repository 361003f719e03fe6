import { toASCII, toUnicode } from 'tr46';

import { foldCase, isAscii } from './fold-case.js';

/** UTS 46, non-transitional. Hyphens may stand anywhere: `r3---a.example` is an existing host. */
const IDNA = {
  checkBidi: true,
  checkHyphens: false,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
};

/** Longer than any domain can be written. Encoding takes time by the square of the length. */
const MAX_DOMAIN = 1_000;

/**
 * White space except the blank, which quotes may contain; control characters; and invisible characters, such as marks
 * of direction.
 */
const UNSEEN = /(?! )\p{White_Space}|\p{Cc}|\p{Default_Ignorable_Code_Point}|[\u2800\uFFF9-\uFFFB]/u;

/**
 * An e-mail address as it is stored and shown: without white space around it, lower-cased and composed (NFC). A domain that
 * is not written in ASCII is shown as UTS 46 maps it; one that is stays in ASCII.
 */
export function normalizeEmail(email: string): string {
  const { local, domain } = partsOf(email.trim());
  const ascii = asciiDomain(domain);
  const shown = ascii === null || isAscii(domain) ? domain.toLowerCase() : toUnicode(ascii, IDNA).domain;
  return `${local.toLowerCase().normalize('NFC')}${shown}`;
}

/**
 * The key of a mailbox: two addresses are the same mailbox exactly when their keys are equal. Domains are compared in
 * their ASCII form (UTS 46), and the part before `@` without regard to case. For comparing and looking up, never for
 * showing.
 */
export function emailKey(email: string): string {
  const { local, domain } = partsOf(email.trim());
  return `${foldCase(local)}${asciiDomain(domain) ?? domain.toLowerCase()}`;
}

/** Whether an address has only visible characters, and its domain an ASCII form. Its syntax is checked elsewhere. */
export function isPlainAddress(email: string): boolean {
  return !UNSEEN.test(email) && asciiDomain(partsOf(email).domain) !== null;
}

/** The part up to and including the last `@`, and the rest. */
function partsOf(email: string): { local: string; domain: string } {
  const start = email.lastIndexOf('@') + 1;
  return { local: email.slice(0, start), domain: email.slice(start) };
}

/**
 * A host name of plain ASCII, which UTS 46 only lower-cases. Nearly all domains are, and this takes a hundredth of
 * the time. Encoded labels (`xn--`) must be decoded and checked.
 */
const PLAIN_HOST = /^(?!.*xn--)(?=.{1,253}$)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*$/i;

/** UTS 46 drops invisible characters. A domain that has some has no ASCII form here. */
function asciiDomain(domain: string): string | null {
  if (PLAIN_HOST.test(domain)) return domain.toLowerCase();
  return domain.length > MAX_DOMAIN || UNSEEN.test(domain) ? null : toASCII(domain, IDNA);
}
