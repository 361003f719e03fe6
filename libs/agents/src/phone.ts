import { parsePhoneNumberFromString } from 'libphonenumber-js';

import type { AgentEntity } from './agent.entity.js';

type PhoneFields = Pick<AgentEntity, 'phone' | 'phoneNumberCallingCode' | 'phoneNumber' | 'phoneNumberCountryCode'>;

/** Of a whole number with its country code (ITU-T E.164). */
const MAX_DIGITS = 15;

/**
 * A phone number as it was sent, and split where it can be one in international form (ITU-T E.164): nothing but a number,
 * of a length that its country has. What cannot is kept as it is, since it is the agent's to know.
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
