import { parsePhoneNumberFromString } from 'libphonenumber-js';

import type { AgentEntity } from './agent.entity.js';

type PhoneFields = Pick<AgentEntity, 'phone' | 'phoneNumberCallingCode' | 'phoneNumber' | 'phoneNumberCountryCode'>;

/** The most digits of a number with its country code (ITU-T E.164). */
const MAX_DIGITS = 15;

/**
 * A phone number as it was sent, and split if it can be an international number (ITU-T E.164): only a number, of a
 * length that exists in its country. Any other text is stored as it was sent, since the agent knows its own number.
 */
export function phoneFields(phone: string | null): PhoneFields {
  const parsed = phone === null ? undefined : parsePhoneNumberFromString(phone, { extract: false });
  if (!parsed?.isPossible() || parsed.number.length > '+'.length + MAX_DIGITS)
    return { phone, phoneNumberCallingCode: null, phoneNumber: null, phoneNumberCountryCode: null };
  return {
    phone,
    phoneNumberCallingCode: `+${parsed.countryCallingCode}`,
    phoneNumber: parsed.nationalNumber,
    phoneNumberCountryCode: parsed.country ?? null,
  };
}
