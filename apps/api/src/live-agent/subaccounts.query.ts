import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

const MAX_MONTHS = 120;

/** Whose billing is changed, and within which agency. */
class SubaccountQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  agency_id!: string;

  @ApiProperty({ format: 'uuid', description: 'The agent' })
  @IsUUID()
  subaccount_user_id!: string;
}

export class ChangePlanQuery extends SubaccountQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  new_billing_plan_id!: string;
}

export class RefreshCycleQuery extends SubaccountQuery {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_MONTHS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_MONTHS)
  next_billing_cycle_in_months!: number;
}
