import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { PERMISSIONS } from '@rollcall/auth';
import {
  callbackPath,
  logoutPath,
  type OidcProviderInput,
  PROVIDER_KINDS,
  type ProviderKind,
  type ShownProvider,
  type TeamOfGroup,
} from '@rollcall/sign-in';

import { Field, OptionalField } from '../../http/input/field.js';
import { KNOWN_TEAM } from '../../http/input/names.js';
import { flag, listOf, name, objectWith, oneOf, text } from '../../http/input/rules.js';
import { webAddress } from '../../http/input/web-address.js';
import { HIDDEN } from '../hidden-secret.js';
import { permissionNames } from '../permission-names.js';

const MAX_ITEMS = 200;

/** A name that stands in a token. */
const CLAIMED = text({ min: 1, max: 255 });

const TEAM_OF_GROUP = objectWith(
  new Map([
    ['group', CLAIMED],
    ['team', KNOWN_TEAM],
  ]),
  { min: 2 },
);

/** A group at the provider, and the team that its members are put into. */
@ApiSchema({ name: 'TeamOfGroup' })
export class TeamOfGroupDto implements TeamOfGroup {
  @ApiProperty({ example: 'support-eu', description: 'As the provider writes it in the claim' })
  readonly group!: string;
  @ApiProperty({ example: 'Support Team' })
  readonly team!: string;
}

/** The identity provider object. */
export class OidcProviderDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time' })
  readonly updated_at: Date;
  @ApiProperty({ example: 'Okta' })
  readonly name: string;
  @ApiProperty()
  readonly enabled: boolean;
  @ApiProperty()
  readonly client_id: string;
  @ApiProperty({ description: 'Always ten dots' })
  readonly client_secret: string;
  @ApiProperty({ enum: PROVIDER_KINDS })
  readonly provider: ProviderKind;
  @ApiProperty({ example: 'https://example.okta.com' })
  readonly provider_url: string;
  @ApiProperty({ type: String, nullable: true })
  readonly logo_url: string | null;
  @ApiProperty({ description: 'The address that the provider must know for sign-ins' })
  readonly redirect_uri: string;
  @ApiProperty({ description: 'The address that the provider may know for its logouts' })
  readonly backchannel_logout_uri: string;
  @ApiProperty({ enum: PERMISSIONS, isArray: true, description: 'The most that whoever signs in by it may hold' })
  readonly permissions: readonly string[];
  @ApiProperty({ description: 'Whether people whom the directory does not know get an agent with the role Agent' })
  readonly create_agents: boolean;
  @ApiProperty({ type: [String], description: 'The domains of the e-mails that are let in; empty for any' })
  readonly email_domains: readonly string[];
  @ApiProperty({ type: [String], description: 'The groups of which one is needed; empty for none' })
  readonly allowed_groups: readonly string[];
  @ApiProperty({ example: 'groups', description: 'The claim that has the groups' })
  readonly groups_claim: string;
  @ApiProperty({ type: [TeamOfGroupDto], description: 'The teams that the provider decides about at each sign-in' })
  readonly teams: readonly TeamOfGroupDto[];
  @ApiProperty({ description: 'Whether a logout leads on to the provider' })
  readonly log_out_at_provider: boolean;

  constructor({ provider, teams }: ShownProvider, publicUrl: string) {
    this.id = provider.id;
    this.created_at = provider.createdAt;
    this.updated_at = provider.updatedAt;
    this.name = provider.name;
    this.enabled = provider.enabled;
    this.client_id = provider.clientId;
    this.client_secret = HIDDEN;
    this.provider = provider.kind;
    this.provider_url = provider.issuer;
    this.logo_url = provider.logoUrl;
    this.redirect_uri = publicUrl + callbackPath(provider.id);
    this.backchannel_logout_uri = publicUrl + logoutPath(provider.id);
    this.permissions = provider.permissions;
    this.create_agents = provider.createsAgents;
    this.email_domains = provider.emailDomains;
    this.allowed_groups = provider.allowedGroups;
    this.groups_claim = provider.groupsClaim;
    this.teams = teams.map(({ group, team }) => ({ group, team }));
    this.log_out_at_provider = provider.logsOutThere;
  }
}

const KEPT = 'A PUT that leaves it out keeps it';

/** The body of POST and PUT. */
export class OidcProviderBody {
  @Field(name({ min: 1, max: 255 }), { example: 'Okta' })
  name!: string;

  @Field(oneOf(PROVIDER_KINDS), { example: 'Custom' })
  provider!: ProviderKind;

  @Field(webAddress(), {
    description: 'Its issuer. While the provider is enabled, it must answer there with its metadata',
    example: 'https://example.okta.com',
  })
  provider_url!: string;

  @Field(CLAIMED, { example: '0oa1b2c3d4' })
  client_id!: string;

  @OptionalField(text({ max: 1_000 }), {
    description:
      'Required for POST. A PUT that leaves it out, or has it empty or as dots, keeps it; with another provider_url it must be sent again',
    example: 'the secret that the provider shows',
  })
  client_secret?: string | null;

  @OptionalField(webAddress().orEmpty(), { description: 'For clients of yours; the console shows none' })
  logo_url?: string | null;

  @OptionalField(flag(), { description: 'True if left out', example: false })
  enabled?: boolean | null;

  @OptionalField(permissionNames(), {
    description: `The most that whoever signs in by it may hold. The caller must hold them all. If left out: those of the role Agent. ${KEPT}`,
  })
  permissions?: string[] | null;

  @OptionalField(flag(), { description: `It takes email_domains or allowed_groups. False if left out. ${KEPT}` })
  create_agents?: boolean | null;

  @OptionalField(listOf(text({ min: 1, max: 253 }), { max: MAX_ITEMS }), {
    description: KEPT,
    example: ['example.com'],
  })
  email_domains?: string[] | null;

  @OptionalField(listOf(CLAIMED, { max: MAX_ITEMS }), { description: KEPT, example: ['support'] })
  allowed_groups?: string[] | null;

  @OptionalField(CLAIMED, { description: `\`groups\` if left out. ${KEPT}`, example: 'groups' })
  groups_claim?: string | null;

  @OptionalField(listOf(TEAM_OF_GROUP, { max: MAX_ITEMS }), { description: KEPT })
  teams?: TeamOfGroup[] | null;

  @OptionalField(flag(), { description: `False if left out. ${KEPT}` })
  log_out_at_provider?: boolean | null;

  get input(): OidcProviderInput {
    const { client_secret: secret } = this;
    return {
      ...{ name: this.name, enabled: this.enabled ?? true, kind: this.provider, issuer: this.provider_url },
      ...{ clientId: this.client_id, logoUrl: this.logo_url ?? null },
      clientSecret: secret && secret !== HIDDEN ? secret : null,
      own: given({
        permissions: this.permissions,
        createsAgents: this.create_agents,
        emailDomains: this.email_domains,
        allowedGroups: this.allowed_groups,
        groupsClaim: this.groups_claim,
        teams: this.teams,
        logsOutThere: this.log_out_at_provider,
      }),
    };
  }
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Those that were sent. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<T>;
}
