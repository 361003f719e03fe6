import { Initial1700000000001 } from './0001-initial.js';
import { LiveAgents1700000000002 } from './0002-live-agents.js';
import { Credits1700000000003 } from './0003-credits.js';
import { Stripe1700000000004 } from './0004-stripe.js';
import { ApiKeys1700000000005 } from './0005-api-keys.js';
import { PasswordResets1700000000006 } from './0006-password-resets.js';
import { Sessions1700000000007 } from './0007-sessions.js';
import { Activity1700000000008 } from './0008-activity.js';
import { RateLimits1700000000009 } from './0009-rate-limits.js';
import { FailedLogins1700000000010 } from './0010-failed-logins.js';
import { ActivitySeals1700000000011 } from './0011-activity-seals.js';
import { KeysOfNames1700000000013 } from './0013-keys-of-names.js';
import { StripeTurns1700000000017 } from './0017-stripe-turns.js';
import { StripeProblems1700000000018 } from './0018-stripe-problems.js';
import { JobsOfMails1700000000019 } from './0019-jobs-of-mails.js';
import { FlatLists1700000000020 } from './0020-flat-lists.js';
import { IdempotentAnswers1700000000022 } from './0022-idempotent-answers.js';
import { AgentImports1700000000023 } from './0023-agent-imports.js';
import { SignInLinks1700000000025 } from './0025-sign-in-links.js';
import { Avatars1700000000026 } from './0026-avatars.js';
import { AgentChanges1700000000027 } from './0027-agent-changes.js';
import { BulkChanges1700000000028 } from './0028-bulk-changes.js';
import { AgentWorkloads1700000000029 } from './0029-agent-workloads.js';
import { Provisioning1700000000030 } from './0030-provisioning.js';
import { GroupRoles1700000000031 } from './0031-group-roles.js';
import { Events1700000000032 } from './0032-events.js';
import { Webhooks1700000000033 } from './0033-webhooks.js';
import { CreditEntriesByTime1700000000034 } from './0034-credit-entries-by-time.js';
import { AgentsByName1700000000035 } from './0035-agents-by-name.js';
import { CountsByDay1700000000036 } from './0036-counts-by-day.js';
import { ProvisioningRequests1700000000037 } from './0037-provisioning-requests.js';
import { EmailsOfProviders1700000000038 } from './0038-emails-of-providers.js';
import { StartedJobs1700000000039 } from './0039-started-jobs.js';
import { AttemptsOfDeliveries1700000000040 } from './0040-attempts-of-deliveries.js';
import { Oidc1700000000043 } from './0043-oidc.js';
import { Traces1700000000044 } from './0044-traces.js';
import { SecondFactors1700000000045 } from './0045-second-factors.js';
import { BillingAccountsListed1700000000047 } from './0047-billing-accounts-listed.js';
import { ActivitySearch1700000000048 } from './0048-activity-search.js';
import { OldStripeEvents1700000000049 } from './0049-old-stripe-events.js';
import { NewWebhooks1700000000050 } from './0050-new-webhooks.js';

/** All migrations in order. They go forward only; each must be safe on a live table. */
export const MIGRATIONS = [
  Initial1700000000001,
  LiveAgents1700000000002,
  Credits1700000000003,
  Stripe1700000000004,
  ApiKeys1700000000005,
  PasswordResets1700000000006,
  Sessions1700000000007,
  Activity1700000000008,
  RateLimits1700000000009,
  FailedLogins1700000000010,
  ActivitySeals1700000000011,
  KeysOfNames1700000000013,
  StripeTurns1700000000017,
  StripeProblems1700000000018,
  JobsOfMails1700000000019,
  FlatLists1700000000020,
  IdempotentAnswers1700000000022,
  AgentImports1700000000023,
  SignInLinks1700000000025,
  Avatars1700000000026,
  AgentChanges1700000000027,
  BulkChanges1700000000028,
  AgentWorkloads1700000000029,
  Provisioning1700000000030,
  GroupRoles1700000000031,
  Events1700000000032,
  Webhooks1700000000033,
  CreditEntriesByTime1700000000034,
  AgentsByName1700000000035,
  CountsByDay1700000000036,
  ProvisioningRequests1700000000037,
  EmailsOfProviders1700000000038,
  StartedJobs1700000000039,
  AttemptsOfDeliveries1700000000040,
  Oidc1700000000043,
  Traces1700000000044,
  SecondFactors1700000000045,
  BillingAccountsListed1700000000047,
  ActivitySearch1700000000048,
  OldStripeEvents1700000000049,
  NewWebhooks1700000000050,
];
