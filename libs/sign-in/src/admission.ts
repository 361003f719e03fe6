import { cutText, emailKey, hasControls, isPlainAddress, nameText, normalizeEmail } from '@rollcall/kernel';

import type { OidcProviderEntity } from './oidc-provider.entity.js';
import { SignInRefused } from './sign-in-refused.js';

/** What a provider says of an account: the claims of its ID token, and of its UserInfo. */
export type Claims = Readonly<Record<string, unknown>>;

/** The part of a provider that decides about accounts. */
export interface AdmissionRules extends Pick<
  OidcProviderEntity,
  'kind' | 'emailDomains' | 'allowedGroups' | 'groupsClaim'
> {
  /** Whether groups of the provider stand for teams. */
  readonly hasTeams: boolean;
}

/** An account that may come in. */
export interface Person {
  readonly subject: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly groups: ReadonlySet<string>;
}

const MAX_NAME = 140;
const MAX_EMAIL = 320;

/** `sub` is at most 255 ASCII characters long (OpenID Connect Core 1.0, section 2). */
const MAX_SUBJECT = 255;

/**
 * Decides by its verified claims whether an account may come in. Groups are looked at only where they decide something.
 * @throws SignInRefused
 */
export function admit(claims: Claims, rules: AdmissionRules): Person {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT) throw new SignInRefused('provider_refused');
  const email = verifiedEmail(claims, rules.kind);
  const groups = rules.hasTeams || rules.allowedGroups.length > 0 ? groupsOf(claims, rules.groupsClaim) : [];
  const { emailDomains, allowedGroups } = rules;
  if (emailDomains.length > 0 && !emailDomains.some((domain) => domainKey(domain) === domainKey(email)))
    throw new SignInRefused('not_listed');
  if (allowedGroups.length > 0 && !allowedGroups.some((group) => groups.includes(group)))
    throw new SignInRefused('not_listed');
  return { subject: sub, email, ...namesOf(claims, email), groups: new Set(groups) };
}

/**
 * What an ID token and the UserInfo say together. What the token says goes before; an e-mail and that it is verified are of one and
 * the same source, or of two that name the same e-mail.
 */
export function mergedClaims(idToken: Claims, userInfo: Claims): Claims {
  const [first, second] = idToken.email === undefined ? [userInfo, idToken] : [idToken, userInfo];
  const isSame = second.email === first.email;
  return {
    ...userInfo,
    ...idToken,
    ...Object.fromEntries(
      ['email', 'email_verified', 'xms_edov'].map((name) => [name, first[name] ?? (isSame ? second[name] : undefined)]),
    ),
  };
}

/** The domain of an e-mail, or a domain, in the form in which two are compared. */
export function domainKey(emailOrDomain: string): string {
  const key = emailKey(emailOrDomain.includes('@') ? emailOrDomain : `@${emailOrDomain}`);
  return key.slice(key.lastIndexOf('@') + 1);
}

function verifiedEmail(claims: Claims, kind: AdmissionRules['kind']): string {
  const { email } = claims;
  if (!isVerified(claims, kind) || typeof email !== 'string' || email.length > MAX_EMAIL)
    throw new SignInRefused('email_unverified');
  const normal = normalizeEmail(email);
  if (!/^[^\s@]+@[^\s@]+$/.test(normal) || !isPlainAddress(normal)) throw new SignInRefused('email_unverified');
  return normal;
}

/**
 * Entra ID has no `email_verified`. It says by the optional claim `xms_edov` that the domain's owner has been verified:
 * https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
 */
function isVerified({ email_verified, xms_edov }: Claims, kind: AdmissionRules['kind']): boolean {
  if (email_verified === true) return true;
  return kind === 'Microsoft' && (xms_edov === true || xms_edov === 1 || xms_edov === '1');
}

/**
 * The names of the account's groups. Entra ID leaves the list out when it is long, and says where it could be read, or that there is
 * one: https://learn.microsoft.com/security/zero-trust/develop/configure-tokens-group-claims-app-roles
 */
function groupsOf(claims: Claims, name: string): string[] {
  const elsewhere = claims._claim_names;
  const isElsewhere =
    typeof elsewhere === 'object' && elsewhere !== null && (name in elsewhere || 'groups' in elsewhere);
  if (isElsewhere || (claims.hasgroups !== undefined && claims.hasgroups !== false && claims.hasgroups !== 'false'))
    throw new SignInRefused('groups_missing');
  const groups = claims[name] ?? [];
  const listed: unknown[] = Array.isArray(groups) ? groups : [groups];
  if (!listed.every((group) => typeof group === 'string')) throw new SignInRefused('provider_refused');
  return listed;
}

function namesOf({ given_name, family_name, name }: Claims, email: string): Pick<Person, 'firstName' | 'lastName'> {
  const given = shownName(given_name);
  return {
    firstName: given || shownName(name) || cutText(email.slice(0, email.lastIndexOf('@')), MAX_NAME),
    lastName: given && shownName(family_name),
  };
}

function shownName(name: unknown): string {
  return typeof name === 'string' && !hasControls(name) ? cutText(nameText(name), MAX_NAME) : '';
}
