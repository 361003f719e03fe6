/** The advisories that production dependencies may have, as `GHSA-…`, each with the reason why it does no harm here. */
export const AUDIT_EXCEPTIONS: Readonly<Record<string, string>> = {};
