import { Field } from '../../http/input/field.js';
import { uuid, wholeNumber } from '../../http/input/rules.js';

const MAX_MONTHS = 120;

/** The agent whose billing is changed, and its agency. */
class SubaccountQuery {
  @Field(uuid())
  agency_id!: string;

  @Field(uuid(), { description: 'The agent' })
  subaccount_user_id!: string;
}

export class ChangePlanQuery extends SubaccountQuery {
  @Field(uuid())
  new_billing_plan_id!: string;
}

export class RefreshCycleQuery extends SubaccountQuery {
  @Field(wholeNumber({ min: 1, max: MAX_MONTHS }))
  next_billing_cycle_in_months!: number;
}
