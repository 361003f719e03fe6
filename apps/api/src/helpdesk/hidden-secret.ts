/** The peer shows a secret like this, and a PUT that has it keeps the secret. */
export const HIDDEN = '•'.repeat(10);
