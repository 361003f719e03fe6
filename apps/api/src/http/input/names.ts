import { knownName, listOf, name } from './rules.js';

/** The length of the database column, in characters. */
const TEAM_LENGTH = { max: 140 };
const ROLE_LENGTH = { max: 50 };

/** No agent has this many roles or teams. */
export const MAX_NAMES = 1_000;

export const FIRST_NAME = name({ min: 1, max: 140 });

/** May be empty, since not everybody has a last name. */
export const LAST_NAME = name({ max: 140 });

export const TEAM_NAME = name({ min: 1, ...TEAM_LENGTH });

export const ROLE_NAME = name({ min: 1, ...ROLE_LENGTH });

/** The name of an existing team. */
export const KNOWN_TEAM = knownName(TEAM_LENGTH);

/** The name of an existing role. */
export const KNOWN_ROLE = knownName(ROLE_LENGTH);

export const KNOWN_TEAMS = listOf(KNOWN_TEAM, { max: MAX_NAMES });

export const KNOWN_ROLES = listOf(KNOWN_ROLE, { max: MAX_NAMES });
