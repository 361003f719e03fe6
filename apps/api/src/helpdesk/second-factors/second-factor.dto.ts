import { ApiProperty } from '@nestjs/swagger';
import { FACTOR_KINDS, type FactorKind, type FactorsOfAgent, type SecondFactorEntity } from '@rollcall/auth';
import type { BegunTotp } from '@rollcall/sign-in';

import { Field } from '../../http/input/field.js';
import { name, text } from '../../http/input/rules.js';

const FACTOR_NAME = name({ min: 1, max: 60 });

/** A code as people type it, with or without spaces and hyphens. */
const CODE = text({ min: 1, max: 40 });

/** The name of a second factor. */
export class SecondFactorNameBody {
  @Field(FACTOR_NAME, { description: 'What its owner calls it', example: 'Phone' })
  name!: string;
}

/** The first code of an app. */
export class ConfirmFactorBody {
  @Field(CODE, { description: 'The code that the app shows', example: '287082' })
  code!: string;
}

/** A second factor. */
export class ShowFactorBody {
  @Field(CODE, {
    description: 'The code that the app shows, or a recovery code. Each is taken once',
    example: '287082',
  })
  code!: string;
}

/** A second factor of an agent. */
export class SecondFactorDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ enum: FACTOR_KINDS })
  readonly kind: FactorKind;
  @ApiProperty({ example: 'Phone' })
  readonly name: string;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly last_used_at: Date | null;

  constructor({ id, kind, name: called, createdAt, lastUsedAt }: SecondFactorEntity) {
    this.id = id;
    this.kind = kind;
    this.name = called;
    this.created_at = createdAt;
    this.last_used_at = lastUsedAt;
  }
}

/** The second factors of an agent. */
export class SecondFactorsDto {
  @ApiProperty({ type: [SecondFactorDto], description: 'The oldest first' })
  readonly factors: readonly SecondFactorDto[];
  @ApiProperty({ type: 'integer', example: 10 })
  readonly recovery_codes_left: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on a role of the agent needs a second factor; null if none does',
  })
  readonly needed_from: Date | null;

  constructor({ factors, recoveryCodesLeft, neededFrom }: FactorsOfAgent) {
    this.factors = factors.map((factor) => new SecondFactorDto(factor));
    this.recovery_codes_left = recoveryCodesLeft;
    this.needed_from = neededFrom;
  }
}

/** An app that is being set up. */
export class BegunFactorDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({
    description: 'In Base32, for those who type it into the app',
    example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  })
  readonly secret: string;
  @ApiProperty({
    description: 'What the app reads from a QR code',
    example: 'otpauth://totp/Rollcall:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Rollcall',
  })
  readonly uri: string;

  constructor({ factor, secret, uri }: BegunTotp) {
    this.id = factor.id;
    this.secret = secret;
    this.uri = uri;
  }
}

/** Recovery codes, which no later answer shows. */
export class RecoveryCodesDto {
  @ApiProperty({
    type: [String],
    description: 'Each stands in for the second factor once',
    example: ['7k3m-0qrz-x9ab-1cd2'],
  })
  readonly recovery_codes: readonly string[];

  constructor(codes: readonly string[]) {
    this.recovery_codes = codes;
  }
}

/** A second factor that was confirmed. */
export class ConfirmedFactorDto extends SecondFactorDto {
  @ApiProperty({
    type: [String],
    description: 'Shown once, with the first factor; otherwise none',
    example: ['7k3m-0qrz-x9ab-1cd2'],
  })
  readonly recovery_codes: readonly string[];

  constructor(factor: SecondFactorEntity, recoveryCodes: readonly string[]) {
    super(factor);
    this.recovery_codes = recoveryCodes;
  }
}
