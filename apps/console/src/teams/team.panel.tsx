import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { groupQuery } from '../api/names.js';
import { may } from '../api/permissions.js';
import { assignableQuery, type Team, teamsQuery } from '../api/teams.js';
import { AvailabilityState } from '../agents/agent-states.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { TeamForm } from './team-form.js';

const route = getRouteApi('/inside/teams/$id');

/** A team or a new one, beside the table. */
export function TeamPanel() {
  const texts = useTexts();
  const me = useMe();
  const navigate = route.useNavigate();
  const { id } = route.useParams();
  const { data: teams } = useQuery(teamsQuery);
  const team = teams?.find((known) => String(known.id) === id);
  const close = () => void navigate({ to: '/teams' });
  return (
    <SidePanel title={team?.name ?? texts.teams.new} onClose={close}>
      {!teams && <LoadingState />}
      {teams && !team && id !== 'new' && (
        <EmptyState title={texts.problem.notFound}>{texts.problem.notFoundHow}</EmptyState>
      )}
      {teams && (team ?? id === 'new') && (
        <TeamForm key={id} team={team ?? null} onDone={() => void navigate({ to: '/teams', ignoreBlocker: true })} />
      )}
      {team && may(me, 'conversations:update_user_assignee') && <Assignable team={team} />}
      {team && <Members team={team} />}
    </SidePanel>
  );
}

/** Who could take work now, the one whose turn it is first, and what each has. */
function Assignable({ team }: { readonly team: Team }) {
  const { teams: texts } = useTexts();
  const { data, error, refetch } = useQuery(assignableQuery(team.id));
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="font-semibold">{texts.inTurn}</h3>
      {data.length === 0 && <p className="text-soft">{texts.nobody}</p>}
      <ol className="flex flex-col">
        {data.map(({ id, first_name, last_name, assigned_conversations }) => (
          <li key={id} className="flex min-h-8 items-center justify-between gap-3 border-b border-line last:border-0">
            <bdi className="truncate">{`${first_name} ${last_name}`.trim()}</bdi>
            <span className="whitespace-nowrap text-soft">{texts.assigned(assigned_conversations)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Some of the members, and how many there are and could take work now. */
function Members({ team }: { readonly team: Team }) {
  const texts = useTexts();
  const { data: all } = useQuery(groupQuery({ team: team.name }, false));
  const { data: online } = useQuery({ ...groupQuery({ team: team.name }, true), refetchInterval: 15_000 });
  if (!all || !online) return <LoadingState />;
  return (
    <section className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="font-semibold">{texts.teams.members(all.total, online.total)}</h3>
      <ul className="flex flex-col">
        {[...online.results, ...all.results.filter(({ id }) => !online.results.some((other) => other.id === id))].map(
          ({ id, first_name, last_name, availability_status }) => (
            <li key={id} className="flex min-h-8 items-center justify-between gap-3 border-b border-line last:border-0">
              <bdi className="truncate">{`${first_name} ${last_name}`.trim()}</bdi>
              <AvailabilityState status={availability_status} />
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
