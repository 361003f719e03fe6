import { getAllTimezones } from 'countries-and-timezones';

/**
 * Every name of the IANA time zone database, links such as `Europe/Kiev` among them, by its lower case. The list comes
 * with a package, since `Intl` knows names that are none (`IST`, `SystemV/EST5`) and, by the Node it runs on, one of two
 * names for a zone. `Factory` is what a system says whose zone was never set.
 */
const NAMES = new Map(
  Object.keys(getAllTimezones({ deprecated: true }))
    .filter((name) => name !== 'Factory')
    .map((name) => [name.toLowerCase(), name]),
);

/** The name of a time zone as the IANA database writes it, whatever the case of what was given; null when it has none such. */
export function timeZoneName(text: string): string | null {
  return NAMES.get(text.toLowerCase()) ?? null;
}
