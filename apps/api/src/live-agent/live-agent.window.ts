import { JSON_BODY, SIGNED_BODY } from '../http/body/body.js';
import type { Window } from '../http/window.js';
import { LIVE_AGENT_FAILURES } from './api-route.js';
import { liveAgentError } from './live-agent-errors.js';
import { LiveAgentModule } from './live-agent.module.js';

/** What Stripe sends is signed. */
const SIGNED_PATHS = /^\/api\/v1\/agency\/webhook\//i;

/** The window for clients of an Insighto server. */
export const LIVE_AGENT: Window = {
  name: 'LiveAgent',
  module: LiveAgentModule,
  prefixes: ['/api/v1/user', '/api/v1/agency'],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  bodyTypes: [{ ...SIGNED_BODY, paths: SIGNED_PATHS }, JSON_BODY],
  mediaType: 'application/json',
  errorOf: liveAgentError,
  failures: LIVE_AGENT_FAILURES,
  invalid: [400, 422],
};
