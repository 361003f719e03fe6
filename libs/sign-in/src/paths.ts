/** Where a provider sends browsers back to. It must be known there. */
export function callbackPath(providerId: number): string {
  return `/api/v1/oidc/${providerId}/finish`;
}

/** Where a provider may say that it has logged somebody out. */
export function logoutPath(providerId: number): string {
  return `/api/v1/oidc/${providerId}/backchannel-logout`;
}
