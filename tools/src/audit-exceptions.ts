/** The advisories that production dependencies may have, as `GHSA-…`, each with the reason why it is harmless here. */
export const AUDIT_EXCEPTIONS: Readonly<Record<string, string>> = {};
