import { parsePhoneNumberFromString } from 'libphonenumber-js';

import type { AgentEntity } from './agent.entity.js';

type PhoneFields = Pick<AgentEntity, 'phone' | 'phoneNumberCallingCode' | 'phoneNumber' | 'phoneNumberCountryCode'>;

const MAX_NATIONAL_LENGTH = 20;

/**
 * A phone number as it was sent, and split where it is one in international form (ITU-T E.164). What does not parse is
 * kept as it is, since it is the agent's to know.
 */
export function phoneFields(phone: string | null): PhoneFields {
  const parsed = phone === null ? undefined : parsePhoneNumberFromString(phone);
  if (!parsed || parsed.nationalNumber.length > MAX_NATIONAL_LENGTH)
    return { phone, phoneNumberCallingCode: null, phoneNumber: null, phoneNumberCountryCode: null };
  return {
    phone,
    phoneNumberCallingCode: `+${parsed.countryCallingCode}`,
    phoneNumber: parsed.nationalNumber,
    phoneNumberCountryCode: parsed.country ?? null,
  };
}
