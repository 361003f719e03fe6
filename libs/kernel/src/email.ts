import { toASCII, toUnicode } from 'tr46';

import { foldCase, isAscii } from './fold-case.js';

/** UTS 46, non-transitional. Hyphens stand where people have them: `r3---a.example` is a host. */
const IDNA = {
  checkBidi: true,
  checkHyphens: false,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
};

/** Longer than the longest domain can be written; encoding takes time by the square of the length. */
const MAX_DOMAIN = 1_000;

/** White space but the blank that quotes may hold, controls, and what cannot be seen, as marks of direction. */
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
 * By what mailboxes are the same: two addresses are one exactly when their keys are equal. The domain is compared in its
 * ASCII form (UTS 46), what stands before it without regard to case. To compare with and to look up by, never to show.
 */
export function emailKey(email: string): string {
  const { local, domain } = partsOf(email.trim());
  return `${foldCase(local)}${asciiDomain(domain) ?? domain.toLowerCase()}`;
}

/** Whether an address shows all that it consists of and its domain has an ASCII form; its syntax is looked at elsewhere. */
export function isPlainAddress(email: string): boolean {
  return !UNSEEN.test(email) && asciiDomain(partsOf(email).domain) !== null;
}

/** What stands up to the last `@`, with it, and the rest. */
function partsOf(email: string): { local: string; domain: string } {
  const start = email.lastIndexOf('@') + 1;
  return { local: email.slice(0, start), domain: email.slice(start) };
}

/**
 * A host name of plain ASCII, which UTS 46 only lower-cases: nearly all domains, at a hundredth of the time. Labels that are
 * encoded already (`xn--`) are to be looked into.
 */
const PLAIN_HOST = /^(?!.*xn--)(?=.{1,253}$)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*$/i;

/** UTS 46 leaves out what cannot be seen; a domain with that in it has no form. */
function asciiDomain(domain: string): string | null {
  if (PLAIN_HOST.test(domain)) return domain.toLowerCase();
  return domain.length > MAX_DOMAIN || UNSEEN.test(domain) ? null : toASCII(domain, IDNA);
}
