import { ApiProperty } from '@nestjs/swagger';
import { type OidcProviderEntity, PROVIDER_KINDS, type ProviderKind } from '@rollcall/sign-in';

import { Field, OptionalParameter } from '../../http/input/field.js';
import { text } from '../../http/input/rules.js';

/** An identity provider as a sign-in page shows it. */
export class SignInProviderDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ example: 'Okta' })
  readonly name: string;
  @ApiProperty({ enum: PROVIDER_KINDS })
  readonly provider: ProviderKind;
  @ApiProperty({ type: String, nullable: true })
  readonly logo_url: string | null;

  constructor({ id, name, kind, logoUrl }: OidcProviderEntity) {
    this.id = id;
    this.name = name;
    this.provider = kind;
    this.logo_url = logoUrl;
  }
}

/** How people sign in. */
export class SignInWaysDto {
  @ApiProperty({ description: 'Whether a password lets others than the System agent in' })
  readonly password: boolean;
  @ApiProperty({ type: [SignInProviderDto] })
  readonly providers: readonly SignInProviderDto[];

  constructor(password: boolean, providers: readonly OidcProviderEntity[]) {
    this.password = password;
    this.providers = providers.map((provider) => new SignInProviderDto(provider));
  }
}

/** The query of the way to a provider. */
export class StartQuery {
  @OptionalParameter(text({ max: 2_000 }), {
    description: 'The page of the console that the sign-in leads to; others are left out',
    example: '/console/agents',
  })
  next?: string;

  /** Only pages of the console: anybody can write a link with another address in it. */
  get page(): string | null {
    return this.next !== undefined && /^\/console(?=[/?#]|$)[\x21-\x7e]*$/.test(this.next) ? this.next : null;
  }
}

/** Longer than any provider's code or state. */
const RETURNED = text({ max: 8_000 });

/** The query that a provider adds to the address to which it sends the browser back. */
export class FinishQuery {
  @OptionalParameter(RETURNED)
  code?: string;

  @OptionalParameter(RETURNED)
  state?: string;

  @OptionalParameter(RETURNED, { description: 'The issuer (RFC 9207)' })
  iss?: string;

  @OptionalParameter(RETURNED)
  error?: string;

  get parameters(): Readonly<Record<string, string>> {
    const { code, state, iss, error } = this;
    return Object.fromEntries(
      Object.entries({ code, state, iss, error }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value]],
      ),
    );
  }
}

/** The body with which a provider ends sessions. */
export class BackchannelLogoutBody {
  @Field(text({ min: 1, max: 20_000 }), { example: 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImxvZ291dCtqd3QifQ.e30.c2lnbmF0dXJl' })
  logout_token!: string;
}
