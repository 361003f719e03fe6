import { DomainError } from '@rollcall/kernel';

/** What a session has proved of the person who uses it. */
export interface SessionProof {
  /** Whether the agent has a second factor. */
  readonly hasFactor: boolean;
  /** Whether the second factor was shown within ten minutes or, where the agent has none, the session has begun within them. */
  readonly isFresh: boolean;
  /** Whether a role of the agent needs a second factor by now, and the session has shown none. */
  readonly isHeldBack: boolean;
}

/** What is known of a session when a request comes with it. */
export interface SessionFacts {
  readonly begunAt: Date;
  /** When the second factor was shown in it last. */
  readonly factorAt: Date | null;
  /** An identity provider has signed the person in, and answers for second factors. */
  readonly byProvider: boolean;
  readonly hasFactor: boolean;
  /** From when on a role of the agent needs a second factor; null if none does. */
  readonly factorNeededFrom: Date | null;
}

/** Credentials, as far as they have proved anything of a person. */
interface Proving {
  /** Null for a key. */
  readonly proof: SessionProof | null;
}

const FRESH_MS = 10 * 60_000;

/** What follows from the facts now. */
export function proofOf(
  { begunAt, factorAt, byProvider, hasFactor, factorNeededFrom }: SessionFacts,
  now: Date,
): SessionProof {
  const shown = hasFactor ? factorAt : begunAt;
  return {
    hasFactor,
    isFresh: shown !== null && now.getTime() - shown.getTime() <= FRESH_MS,
    isHeldBack:
      factorNeededFrom !== null && factorNeededFrom <= now && !byProvider && !(hasFactor && factorAt !== null),
  };
}

/**
 * What gives lasting access (keys, e-mails, passwords) takes a second factor that is no older than ten minutes, where the agent of the
 * session has one. Keys are no sign-in and are asked for nothing.
 * @throws DomainError `second_factor_needed`
 */
export function assertSteppedUp({ proof }: Proving): void {
  if (proof?.hasFactor && !proof.isFresh) secondFactorNeeded();
}

/**
 * Second factors are their owner's: they are changed in a session, within ten minutes after the second factor was shown or, without
 * one, after the sign-in.
 * @throws DomainError `session_needed`, `second_factor_needed`, `sign_in_needed`
 */
export function assertFreshSession({ proof }: Proving): void {
  if (!proof)
    throw new DomainError('session_needed', 'Second factors are changed in a session, not with a key; sign in');
  if (proof.isFresh) return;
  if (proof.hasFactor) secondFactorNeeded();
  throw new DomainError('sign_in_needed', 'This takes a sign-in that is no older than ten minutes; sign in again');
}

/**
 * A session that a role holds back may only show a second factor, or enrol one.
 * @throws DomainError `second_factor_needed`, `enrolment_needed`
 */
export function assertNotHeldBack({ proof }: Proving): void {
  if (!proof?.isHeldBack) return;
  if (proof.hasFactor) secondFactorNeeded();
  throw new DomainError(
    'enrolment_needed',
    'A role of yours needs a second factor; enrol one with POST /api/v1/agents/me/second-factors/totp',
  );
}

function secondFactorNeeded(): never {
  throw new DomainError(
    'second_factor_needed',
    'This takes a second factor that was shown within the last ten minutes; send a code to POST /api/v1/auth/step-up, then try again',
  );
}
