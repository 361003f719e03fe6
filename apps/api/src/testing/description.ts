import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

import type { ActivityChainDto, ActivityEntryDto, ActivityPageDto } from '../helpdesk/activity/activity-log.dto.js';
import type { MailDto } from '../helpdesk/agents/agent-credentials.dto.js';
import type { AgentPageDto, AgentSliceDto, CompactAgentDto } from '../helpdesk/agents/agent-list.dto.js';
import type { AgentDto } from '../helpdesk/agents/agent.dto.js';
import type { ApiKeyDto, ApiKeyPairDto, IssuedApiKeyDto } from '../helpdesk/agents/api-key.dto.js';
import type { AssignableAgentDto, WorkloadDto } from '../helpdesk/assignment/assignment.dto.js';
import type { BulkChangeDto, BulkResultsDto } from '../helpdesk/bulk/bulk-change.dto.js';
import type { EventDto, EventsDto } from '../helpdesk/events/event.dto.js';
import type { AgentBillingDto, CreditEntriesDto, CreditEntryDto } from '../helpdesk/billing/agent-billing.dto.js';
import type { BillingAccountDto } from '../helpdesk/billing/billing-account.dto.js';
import type { HelpdeskErrorBody } from '../helpdesk/helpdesk-error.dto.js';
import type { ImportDto, ImportRowsDto, ImportStatusDto } from '../helpdesk/imports/import.dto.js';
import type { JobsDto, RetriedJobsDto } from '../helpdesk/jobs/job.dto.js';
import type { OverviewDto } from '../helpdesk/overview/overview.dto.js';
import type { GroupRolesDto } from '../helpdesk/provisioning/group-roles.dto.js';
import type { ProvisioningRequestDto } from '../helpdesk/provisioning/provisioning-request.dto.js';
import type { RoleFactorDto } from '../helpdesk/roles/role-factor.dto.js';
import type { RoleDto } from '../helpdesk/roles/role.dto.js';
import type {
  BegunFactorDto,
  ConfirmedFactorDto,
  RecoveryCodesDto,
  SecondFactorDto,
  SecondFactorsDto,
} from '../helpdesk/second-factors/second-factor.dto.js';
import type { SessionDto } from '../helpdesk/session/session.dto.js';
import type { CompactTeamDto, TeamDto } from '../helpdesk/teams/team.dto.js';
import type { OidcProviderDto } from '../helpdesk/sign-in/oidc-provider.dto.js';
import type { SignInWaysDto } from '../helpdesk/sign-in/oidc-sign-in.dto.js';
import type { CompactWebhookDto, WebhookDto } from '../helpdesk/webhooks/webhook.dto.js';
import type { WebhookDeliveryDto } from '../helpdesk/webhooks/webhook-delivery.dto.js';
import type { AgencyDto, BillingPlanDto } from '../live-agent/plans/billing-plan.dto.js';
import type { CreditsDto } from '../live-agent/credits/credits.dto.js';
import type { StripeEventDto } from '../live-agent/stripe/stripe-event.dto.js';
import type { UserDto } from '../live-agent/users/user.dto.js';

/** The JSON of a class. */
export type Wire<T> = T extends Date ? string : T extends object ? { readonly [K in keyof T]: Wire<T[K]> } : T;

/** The objects of the description by name. */
export interface Models {
  ActivityChainDto: Wire<ActivityChainDto>;
  ActivityEntryDto: Wire<ActivityEntryDto>;
  ActivityPageDto: Wire<ActivityPageDto>;
  AgentBillingDto: Wire<AgentBillingDto>;
  AgentDto: Wire<AgentDto>;
  AgentPageDto: Wire<AgentPageDto>;
  AgentSliceDto: Wire<AgentSliceDto>;
  ApiKeyDto: Wire<ApiKeyDto>;
  ApiKeyPairDto: Wire<ApiKeyPairDto>;
  AssignableAgentDto: Wire<AssignableAgentDto>;
  BegunFactorDto: Wire<BegunFactorDto>;
  BulkChangeDto: Wire<BulkChangeDto>;
  BulkResultsDto: Wire<BulkResultsDto>;
  CompactAgentDto: Wire<CompactAgentDto>;
  CompactTeamDto: Wire<CompactTeamDto>;
  ConfirmedFactorDto: Wire<ConfirmedFactorDto>;
  CreditEntriesDto: Wire<CreditEntriesDto>;
  CreditEntryDto: Wire<CreditEntryDto>;
  EventDto: Wire<EventDto>;
  EventsDto: Wire<EventsDto>;
  GroupRolesDto: Wire<GroupRolesDto>;
  HelpdeskErrorBody: Wire<HelpdeskErrorBody>;
  ImportDto: Wire<ImportDto>;
  ImportRowsDto: Wire<ImportRowsDto>;
  ImportStatusDto: Wire<ImportStatusDto>;
  IssuedApiKeyDto: Wire<IssuedApiKeyDto>;
  JobsDto: Wire<JobsDto>;
  MailDto: Wire<MailDto>;
  OverviewDto: Wire<OverviewDto>;
  ProvisioningRequestDto: Wire<ProvisioningRequestDto>;
  RetriedJobsDto: Wire<RetriedJobsDto>;
  RecoveryCodesDto: Wire<RecoveryCodesDto>;
  RoleDto: Wire<RoleDto>;
  RoleFactorDto: Wire<RoleFactorDto>;
  SecondFactorDto: Wire<SecondFactorDto>;
  SecondFactorsDto: Wire<SecondFactorsDto>;
  SessionDto: Wire<SessionDto>;
  TeamDto: Wire<TeamDto>;
  BillingAccountDto: Wire<BillingAccountDto>;
  BillingPlanDto: Wire<BillingPlanDto>;
  AgencyDto: Wire<AgencyDto>;
  CreditsDto: Wire<CreditsDto>;
  StripeEventDto: Wire<StripeEventDto>;
  UserDto: Wire<UserDto>;
  OidcProviderDto: Wire<OidcProviderDto>;
  SignInWaysDto: Wire<SignInWaysDto>;
  WebhookDto: Wire<WebhookDto>;
  CompactWebhookDto: Wire<CompactWebhookDto>;
  WebhookDeliveryDto: Wire<WebhookDeliveryDto>;
  WorkloadDto: Wire<WorkloadDto>;
}

/** What is needed to check a response. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

const UTC_TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The API's description, by which responses are checked. */
export class Description {
  private readonly ajv = new Ajv({ strict: true, allErrors: true, formats: { 'date-time': UTC_TIMESTAMP } });
  private readonly compiled = new Map<unknown, ValidateFunction>();
  /** The most specific paths first: a fixed path before one with a placeholder. */
  private readonly paths: readonly { readonly template: string; readonly pattern: RegExp; readonly item: unknown }[];

  constructor(private readonly document: OpenAPIObject) {
    formats.default(this.ajv, ['email', 'uuid']);
    this.ajv.addVocabulary(['example', 'components']);
    this.ajv.addSchema({ components: asJsonSchema({ schemas: document.components?.schemas }) }, 'api');
    this.paths = Object.entries(document.paths)
      .map(([template, item]) => ({ template, pattern: patternOf(template), item }))
      .toSorted((a, b) => placeholders(a.template) - placeholders(b.template));
  }

  /** Every operation, as `GET /api/v1/agents/{id}`. */
  get operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** The names of the fields in the body of an operation. */
  fieldsOf({ method, path }: Pick<Seen, 'method' | 'path'>): string[] {
    const content = at(this.document.paths, path, method.toLowerCase(), 'requestBody', 'content');
    const name = String(at(content, 'application/json', 'schema', '$ref')).replace(/^.*\//, '');
    return Object.keys(at(this.document, 'components', 'schemas', name, 'properties') ?? {});
  }

  /** Whether the value matches the description's schema of this name. */
  is<K extends keyof Models>(model: K, value: unknown): value is Models[K] {
    const validate = this.ajv.getSchema<Models[K]>(`api#/components/schemas/${model}`);
    if (!validate) throw new Error(`The description has no ${model}`);
    return validate(value) === true;
  }

  /** @throws Error when the description does not allow the response */
  judge(seen: Seen): void {
    const { method, path, status, contentType, body } = seen;
    const found = this.find(seen);
    if (!found) {
      // What a path takes is told by its description as a whole.
      if (status < 400 && method !== 'OPTIONS')
        throw new Error(`${method} ${path} is not documented and answers ${status}`);
      return;
    }
    const { title, responses } = found;
    const documented = this.resolve(at(responses, String(status)));
    if (!documented) throw new Error(`${title} is not documented to answer ${status}: ${show(body)}`);
    if (!at(documented, 'content') && contentType === '') return;
    const schema = at(documented, 'content', contentType, 'schema');
    if (!schema) throw new Error(`${title} is not documented to answer ${status} as ${contentType}`);
    const validate = this.compile(schema);
    if (!validate(body))
      throw new Error(`${title} ${status}: ${this.ajv.errorsText(validate.errors)} in ${show(body)}`);
  }

  private find({ method, path }: Seen): { title: string; responses: unknown } | undefined {
    const found = this.paths.find(({ pattern }) => pattern.test(path));
    const operation = at(found?.item, method.toLowerCase());
    return operation === undefined
      ? undefined
      : { title: `${method} ${String(found?.template)}`, responses: at(operation, 'responses') };
  }

  private resolve(response: unknown): unknown {
    const reference = at(response, '$ref');
    return typeof reference === 'string' ? at(this.document, ...reference.split('/').slice(1)) : response;
  }

  private compile(schema: unknown): ValidateFunction {
    const known = this.compiled.get(schema);
    if (known) return known;
    const validate = this.ajv.compile({ allOf: [asJsonSchema(schema)] });
    this.compiled.set(schema, validate);
    return validate;
  }
}

/** A schema of OpenAPI 3.1 as a stricter JSON Schema: an object has no other properties than those listed. */
export function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (!isRecord(schema)) return schema;
  const isClosed =
    isRecord(schema.properties) && schema.additionalProperties === undefined && typesOf(schema).includes('object');
  const closed = isClosed ? { ...schema, additionalProperties: false } : schema;
  return Object.fromEntries(
    Object.entries(closed).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/', 'api#/')
        : key === 'example'
          ? value
          : asJsonSchema(value),
    ]),
  );
}

/** The types of what a schema takes; `null` is one of them where the value may be null. */
export function typesOf({ type }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [type].flat();
}

/** A search of SCIM (RFC 7644, section 3.4.3) stands where ids do, and is none. */
function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '(?!\\.search$)[^/]+')}$`);
}

function placeholders(template: string): number {
  return template.split('{').length;
}

function show(body: unknown): string {
  return (body === undefined ? 'nothing' : JSON.stringify(body)).slice(0, 500);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
