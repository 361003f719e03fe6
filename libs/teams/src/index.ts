export { idOfTeam, idOfTeamNamed, isInTeam, membersOfTeam } from './members.sql.js';
export * from './team.entity.js';
export * from './teams.module.js';
export * from './teams.service.js';
