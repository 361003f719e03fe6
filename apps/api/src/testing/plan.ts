/** The body of a valid request for a new billing plan. */
export const PLAN = {
  name: 'Starter',
  description: 'For small teams',
  bots_count: 1,
  queries_count: 1000,
  words_count: 0,
  voice_seconds: 600,
  premium_support: false,
};
