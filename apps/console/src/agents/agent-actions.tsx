import { Menu } from '@base-ui/react/menu';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { type Agent, AGENTS, deleteAgent, readAgent, updateAgent, welcomeAgent } from '../api/agents.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { DownIcon } from '../ui/icons.js';
import { MENU_ITEM, MenuPopup } from '../ui/menu.js';
import { ProblemNote } from '../ui/problem-note.js';
import { bodyOf, draftOf } from './agent-draft.js';

/** What is done with an agent as a whole. Nobody is offered to shut themselves out. */
export function AgentActions({ agent }: { readonly agent: Agent }) {
  const texts = useTexts();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: AGENTS });
  const enable = async (enabled: boolean) => {
    const now = await readAgent(agent.id);
    await updateAgent(now, { ...bodyOf(draftOf(now)), enabled });
  };
  const enabling = useMutation({ mutationFn: () => enable(true), onSuccess: refresh });
  const welcome = useMutation({ mutationFn: () => welcomeAgent(agent.id) });
  const name = `${agent.first_name} ${agent.last_name}`.trim();
  const ask = (what: 'disable' | 'delete') => () => {
    setAsked(what);
  };
  const close = () => {
    setAsked(null);
  };
  const problem = enabling.error ?? welcome.error;
  return (
    <>
      {problem && <ProblemNote error={problem} />}
      <span role="status" className="text-soft empty:sr-only">
        {welcome.isSuccess && texts.agents.actions.welcomed}
      </span>
      {!agent.enabled && (
        <Button
          look="main"
          busy={enabling.isPending}
          onClick={() => {
            enabling.mutate();
          }}
        >
          {texts.agents.actions.enable}
        </Button>
      )}
      <Menu.Root>
        <Menu.Trigger className={buttonLook('plain')}>
          {texts.agents.actions.title}
          <DownIcon />
        </Menu.Trigger>
        <MenuPopup>
          <Menu.Item
            className={MENU_ITEM}
            onClick={() => {
              welcome.mutate();
            }}
          >
            <span className="col-start-2">{texts.agents.actions.welcome}</span>
          </Menu.Item>
          {agent.enabled && agent.id !== me.id && (
            <Menu.Item className={MENU_ITEM} onClick={ask('disable')}>
              <span className="col-start-2">{texts.agents.actions.disable}</span>
            </Menu.Item>
          )}
          {agent.id !== me.id && (
            <Menu.Item className={`text-bad ${MENU_ITEM}`} onClick={ask('delete')}>
              <span className="col-start-2">{texts.common.delete}</span>
            </Menu.Item>
          )}
        </MenuPopup>
      </Menu.Root>
      {asked === 'disable' && (
        <Confirm
          title={texts.agents.actions.disableTitle(name)}
          consequence={texts.agents.actions.disableHow}
          act={texts.agents.actions.disable}
          run={() => enable(false).then(refresh)}
          onClose={close}
        />
      )}
      {asked === 'delete' && (
        <Confirm
          title={texts.agents.actions.deleteTitle(name)}
          consequence={texts.agents.actions.deleteHow}
          act={texts.common.delete}
          run={async () => {
            await deleteAgent(agent.id);
            await navigate({ to: '/agents', ignoreBlocker: true });
            await refresh();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
