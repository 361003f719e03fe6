import { HELPDESK } from './helpdesk/helpdesk.window.js';
import type { Window } from './http/window.js';
import { LIVE_AGENT } from './live-agent/live-agent.window.js';
import { SCIM } from './scim/scim.window.js';

/** The windows that the api serves. A new one is a folder and a line here. */
export const WINDOWS: readonly Window[] = [HELPDESK, LIVE_AGENT, SCIM];
