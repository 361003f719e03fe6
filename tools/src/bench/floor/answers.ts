import { PERMISSIONS } from '@rollcall/auth';

const ALL_PERMISSIONS = [...PERMISSIONS].toSorted();

/** A role as the statements return it. */
export interface RoleRow {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly admin: boolean;
  readonly permissions: readonly string[];
}

/** A team as the statements return it. */
export interface TeamRow {
  readonly id: number;
  readonly name: string;
  readonly emoji: string;
}

/** An agent as the statements return it. */
export interface AgentRow {
  readonly id: number;
  readonly uuid: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string | null;
  readonly availability_status: string;
  readonly phone: string | null;
  readonly phone_number_calling_code: string | null;
  readonly phone_number: string | null;
  readonly phone_number_country_code: string | null;
  readonly avatar_url: string | null;
  readonly enabled: boolean;
  readonly last_active_at: Date | null;
  readonly last_login_at: Date | null;
  readonly custom_attributes: object;
  readonly country: string | null;
  readonly external_user_id: string | null;
  readonly roles: readonly RoleRow[];
  readonly teams: readonly TeamRow[];
  readonly api_key: string | null;
  readonly api_key_last_used_at: Date | null;
}

/** The permissions of the roles, sorted and without duplicates. */
export function permissionsOf(roles: readonly RoleRow[]): readonly string[] {
  if (roles.some(({ admin }) => admin)) return ALL_PERMISSIONS;
  return [...new Set(roles.flatMap(({ permissions }) => permissions))].sort();
}

/** The body of a success of the helpdesk window. */
export function success(data: unknown): object {
  return { status: 'success', data };
}

/** The full agent object of the helpdesk window. */
export function agentAnswer(row: AgentRow): object {
  return {
    id: row.id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    first_name: row.first_name,
    last_name: row.last_name,
    email: row.email,
    type: 'agent',
    availability_status: row.availability_status,
    phone_number_calling_code: row.phone_number_calling_code,
    phone_number: row.phone_number,
    phone_number_country_code: row.phone_number_country_code,
    avatar_url: row.avatar_url,
    enabled: row.enabled,
    last_active_at: row.last_active_at,
    last_login_at: row.last_login_at,
    roles: row.roles.map(({ name }) => name),
    permissions: permissionsOf(row.roles),
    custom_attributes: row.custom_attributes,
    teams: row.teams,
    api_key: row.api_key,
    api_key_last_used_at: row.api_key_last_used_at,
    external_user_id: row.external_user_id,
    country: row.country,
    meta: {},
  };
}

/** The user object of the live-agent window, of an agent whose billing account is new. */
export function userAnswer(row: AgentRow): object {
  return {
    id: row.uuid,
    created_at: row.created_at,
    updated_at: row.updated_at,
    first_name: row.first_name,
    last_name: row.last_name,
    email: row.email,
    is_active: row.enabled,
    is_superuser: row.roles.some(({ admin }) => admin),
    is_enterprise: false,
    role_id: row.roles.find(({ admin }) => !admin)?.uuid ?? null,
    phone: row.phone,
    birthdate: null,
    state: null,
    country: row.country,
    address: null,
    active_billing_plan_id: null,
    next_billing_plan_id: null,
    stripe_customer_id: null,
    stripe_subscription_id: null,
    stripe_subscription_status: null,
    stripe_problem: null,
    stripe_has_payment_method: false,
    is_trial: false,
    used_trial: false,
    is_paying: false,
    stripe_last_payment_date: null,
    billing_updated_at: null,
    last_credits_refresh: null,
    next_credits_refresh: null,
    follower_count: 0,
    following_count: 0,
  };
}
