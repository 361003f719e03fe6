import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { agentsFoundQuery } from '../api/agents.js';
import { teamNamesQuery } from '../api/names.js';
import { may, type Permission } from '../api/permissions.js';
import { rolesQuery } from '../api/roles.js';
import { SIGN_OUT_PATH } from '../api/session.js';
import { useMe } from '../shell/me.js';
import { isLanguage, LANGUAGES, THEMES, usePreferences, useTexts } from '../shell/preferences.js';
import { sectionsOf } from '../shell/sections.js';
import { useSettled } from '../ui/use-settled.js';
import { matching } from './matching.js';

/** Something that the palette finds. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly detail?: string;
  readonly run: () => void;
}

/** Commands of one kind, under the word for it. */
export interface CommandGroup {
  readonly value: string;
  readonly items: readonly Command[];
}

/** Of teams and roles there may be very many. */
const MOST_OF_A_KIND = 6;

/** What the caller may do and see, narrowed by what is typed. Agents are searched by the api, once something is typed. */
export function useCommands(typed: string, showShortcuts: () => void) {
  const texts = useTexts();
  const me = useMe();
  const settled = useSettled(typed.trim());
  const allowed = (takes: Permission) => may(me, takes);
  const agents = useQuery({
    ...agentsFoundQuery(settled),
    enabled: settled !== '' && allowed('users:manage'),
  });
  const teams = useQuery({ ...teamNamesQuery, enabled: allowed('teams:manage') });
  const roles = useQuery({ ...rolesQuery, enabled: allowed('roles:manage') });
  const navigate = useNavigate();
  const actions = useActions(showShortcuts);
  const words = texts.palette.groups;
  const isAsked = typed.trim() !== '';
  const some = <T extends { readonly name: string }>(all: readonly T[]) =>
    isAsked ? matching(all, typed).slice(0, MOST_OF_A_KIND) : [];
  const groups: readonly CommandGroup[] = [
    {
      value: words.agents,
      items: (isAsked ? (agents.data?.results ?? []) : []).map(({ id, first_name, last_name, email }) => ({
        id: `agent-${id}`,
        name: `${first_name} ${last_name}`.trim(),
        detail: email,
        run: () => void navigate({ to: '/agents/$id', params: { id: String(id) } }),
      })),
    },
    {
      value: words.sections,
      items: matching(
        [...sectionsOf(me), { to: '/account' as const, name: () => texts.shell.account }].map(({ to, name }) => ({
          id: to,
          name: name(texts),
          run: () => void navigate({ to }),
        })),
        typed,
      ),
    },
    { value: words.actions, items: matching(actions, typed) },
    {
      value: words.teams,
      items: some(teams.data ?? []).map(({ id, name }) => ({
        id: `team-${id}`,
        name,
        run: () => void navigate({ to: '/teams/$id', params: { id: String(id) } }),
      })),
    },
    {
      value: words.roles,
      items: some(roles.data ?? []).map(({ id, name }) => ({
        id: `role-${id}`,
        name,
        run: () => void navigate({ to: '/roles/$id', params: { id: String(id) } }),
      })),
    },
  ];
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    /** Whether the agents that fit are not known yet. */
    isSearching: isAsked && allowed('users:manage') && (agents.isFetching || settled !== typed.trim()),
  };
}

/** What one can do from everywhere. */
function useActions(showShortcuts: () => void): readonly Command[] {
  const texts = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  const { theme, setTheme, language, setLanguage } = usePreferences();
  const news = [
    { id: 'new-agent', takes: 'users:manage', name: texts.agents.new, run: () => void navigate({ to: '/agents/new' }) },
    {
      id: 'new-service',
      takes: 'users:manage',
      name: texts.services.new,
      run: () => void navigate({ to: '/service-accounts/$id', params: { id: 'new' } }),
    },
    {
      id: 'new-team',
      takes: 'teams:manage',
      name: texts.teams.new,
      run: () => void navigate({ to: '/teams/$id', params: { id: 'new' } }),
    },
    {
      id: 'new-role',
      takes: 'roles:manage',
      name: texts.roles.new,
      run: () => void navigate({ to: '/roles/$id', params: { id: 'new' } }),
    },
    {
      id: 'new-provider',
      takes: 'oidc:manage',
      name: texts.providers.new,
      run: () => void navigate({ to: '/providers/$id', params: { id: 'new' } }),
    },
    {
      id: 'new-webhook',
      takes: 'webhooks:manage',
      name: texts.webhooks.new,
      run: () => void navigate({ to: '/webhooks/$id', params: { id: 'new' } }),
    },
  ] as const;
  return [
    ...news.filter(({ takes }) => may(me, takes)),
    { id: 'shortcuts', name: texts.palette.shortcuts, detail: '?', run: showShortcuts },
    ...THEMES.filter((other) => other !== theme).map((other) => ({
      id: `theme-${other}`,
      name: texts.palette.theme(texts.shell.themes[other]),
      run: () => {
        setTheme(other);
      },
    })),
    ...Object.keys(LANGUAGES)
      .filter(isLanguage)
      .filter((other) => other !== language)
      .map((other) => ({
        id: `language-${other}`,
        name: texts.palette.language(LANGUAGES[other]),
        run: () => {
          setLanguage(other);
        },
      })),
    {
      id: 'sign-out',
      name: texts.shell.signOut,
      run: () => {
        window.location.assign(SIGN_OUT_PATH);
      },
    },
  ];
}
